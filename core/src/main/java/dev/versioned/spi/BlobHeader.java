package dev.versioned.spi;

/**
 * What a blob store keeps beside the bytes.
 *
 * @param contentType the media type
 * @param fileName the file name to offer; empty for none; may hold any Unicode character
 * @param attemptId the id of the attempt that writes the blob; comes back in {@link
 *     BlobInfo#attemptId()}, so that a writer knows its own write again
 */
public record BlobHeader(String contentType, String fileName, String attemptId) {}
