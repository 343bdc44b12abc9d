"""How writes are measured: copies of the province, who reports what, what each server is asked, the proof."""
