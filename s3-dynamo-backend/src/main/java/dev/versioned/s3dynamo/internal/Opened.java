package dev.versioned.s3dynamo.internal;

/**
 * A client, and the action that closes it.
 *
 * @param <T> the type of the client
 * @param client the client
 * @param closer closes the client if it was created here
 */
public record Opened<T>(T client, Runnable closer) implements AutoCloseable {
  @Override
  public void close() {
    closer.run();
  }
}
