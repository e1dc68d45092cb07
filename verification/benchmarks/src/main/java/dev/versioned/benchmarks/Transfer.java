package dev.versioned.benchmarks;

import java.nio.file.Path;

/** A way to send files to S3, and to fetch them. */
interface Transfer extends AutoCloseable {
  /** The most that a way tells about what it sent. */
  String send(String name, Path file) throws Exception;

  /** Fetches what was sent last under that name. */
  void fetch(String name, String sent, Path file) throws Exception;

  @Override
  void close();
}
