"""Records: maintained and reviewed rows of a center, declared once in ``centers/<code>/records/*.toml``.

A declaration becomes real tables (``schema``), a generic service with data scope, masking, two reviews
and history (``service``, behind ``contract``), Excel templates, import and export.
"""
