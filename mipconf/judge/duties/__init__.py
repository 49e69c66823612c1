"""What several claims ask alike: to acknowledge, to tell, to send again, to show."""
