"""Payment management (医保支付方式管理子系统, HB-03): function points over the policy center's records and desk."""
