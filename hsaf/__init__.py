"""HSAF, the Healthcare Security Application Framework (医疗保障应用框架)."""

__version__ = "0.1.0"
