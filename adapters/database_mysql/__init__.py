"""MariaDB, MySQL, OceanBase and others that speak the MySQL protocol."""
