package dev.profilekeep.notify;

/**
 * A message that is to be sent.
 *
 * @param key whoever makes the same message again makes none
 * @param channelId empty for a message to a person
 * @param address of a person; empty for a web address
 * @param body text for mail, JSON for a web address
 */
record Draft(String key, String channelId, String address, String subject, String body) {}
