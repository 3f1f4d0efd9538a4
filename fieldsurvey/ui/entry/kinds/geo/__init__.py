"""Questions about places: geopoint, geotrace, geoshape."""
