package dev.versioned.benchmarks;

import java.nio.file.Path;

/** A way to upload files to S3 and to download them. */
interface Transfer extends AutoCloseable {
  /** Uploads a file; returns everything that a download needs to know. */
  String send(String name, Path file) throws Exception;

  /** Downloads the file that was last uploaded under this name. */
  void fetch(String name, String sent, Path file) throws Exception;

  @Override
  void close();
}
