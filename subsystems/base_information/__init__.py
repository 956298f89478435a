"""Base information (基础信息管理子系统, HB-10): function points over the base information center."""
