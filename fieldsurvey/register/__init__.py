"""The register of firms, pure: lists read and cleaned, look-alikes found, samples drawn, outcomes counted. No study, no window."""
