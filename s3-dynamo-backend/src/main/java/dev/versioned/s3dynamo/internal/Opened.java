package dev.versioned.s3dynamo.internal;

/**
 * Something to call, and what to do in the end.
 *
 * @param <T> what is called
 * @param client calls it
 * @param closer closes the client if it was made here
 */
public record Opened<T>(T client, Runnable closer) implements AutoCloseable {
  @Override
  public void close() {
    closer.run();
  }
}
