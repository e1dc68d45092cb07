package dev.versioned.spi;

/**
 * The data that a blob store keeps in addition to the bytes.
 *
 * @param contentType the media type
 * @param fileName the file name to offer; empty for none; may contain any Unicode character
 * @param attemptId the id of the attempt that writes the blob; returned in {@link
 *     BlobInfo#attemptId()}, so that a writer recognizes its own write
 */
public record BlobHeader(String contentType, String fileName, String attemptId) {}
