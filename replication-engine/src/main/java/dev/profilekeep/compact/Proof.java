package dev.profilekeep.compact;

/**
 * What shows that the new file says what the old one says.
 *
 * @param content digest of the content map of both
 * @param sectors that are not zeros and were found the same by the second reader
 * @param bytesRead of both files, for the copy and the proof
 * @param bytesWritten of content
 * @param bytesCopied of content, by the server: they were not written from here
 */
public record Proof(String content, long sectors, long bytesRead, long bytesWritten, long bytesCopied) {}
