package dev.versioned.cache;

/**
 * What a cache has done since it was opened, in this process.
 *
 * @param hits fetches that found the file
 * @param downloads fetches that downloaded the file
 * @param downloadedBytes the bytes of those downloads
 * @param failures fetches that threw an exception
 */
public record CacheStats(long hits, long downloads, long downloadedBytes, long failures) {}
