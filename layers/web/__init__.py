"""The interactive map: folium, its payload and the scripts that draw it in a browser."""
