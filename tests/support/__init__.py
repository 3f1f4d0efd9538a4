"""What tests share: small studies, stand-ins for server and devices, page objects, forms as Markdown tables."""
