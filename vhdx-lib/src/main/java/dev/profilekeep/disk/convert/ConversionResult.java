package dev.profilekeep.disk.convert;

/**
 * What a conversion did. Sizes in bytes.
 *
 * @param bytesRead from the source
 * @param bytesWritten of the disk's content; less than was read if some of it was zeros
 * @param fileBytes length of the new file
 */
public record ConversionResult(long bytesRead, long bytesWritten, long fileBytes) {}
