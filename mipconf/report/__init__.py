"""What a run leaves behind: console table, results.json, junit.xml."""
