package dev.versioned.testkit.fault;

import dev.versioned.testkit.LocalAws;
import dev.versioned.testkit.LossyProxy;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * An S3 server that breaks one promise, as some servers that speak S3's protocol do: a proxy in
 * front of a real server removes the existing object just before a conditional write of its key, so
 * that the condition holds and the write replaces the object.
 *
 * <p>Point a client at {@link #endpoint()}, in path style. Thread-safe.
 */
public final class DeafS3 implements AutoCloseable {
  private static final Pattern PUT =
      Pattern.compile(
          "(?s)PUT /([^/ ?]+)/([^ ?]+) .*\\nif-none-match:.*", Pattern.CASE_INSENSITIVE);
  private static final Pattern COMPLETION =
      Pattern.compile(
          "(?s)POST /([^/ ?]+)/([^ ?]+)\\?[^ ]*uploadId=.*\\nif-none-match:.*",
          Pattern.CASE_INSENSITIVE);

  /** The promise that is broken. */
  public enum Fault {
    /** PutObject ignores {@code If-None-Match}. */
    PUT,
    /** CompleteMultipartUpload ignores {@code If-None-Match}. */
    COMPLETION,
    /** PutObject looks whether the key is free, and writes some time later. */
    RACING_PUT
  }

  private final LossyProxy proxy;
  private final S3Client s3;
  private final Fault fault;
  private final Duration window;

  private DeafS3(LossyProxy proxy, S3Client s3, Fault fault, Duration window) {
    this.proxy = proxy;
    this.s3 = s3;
    this.fault = fault;
    this.window = window;
  }

  /**
   * Starts a server.
   *
   * @param aws the stack with the real server
   * @param fault the promise that is broken
   * @param window the time between look and write of {@link Fault#RACING_PUT}; zero for the others
   * @return the server, which the caller closes
   */
  public static DeafS3 before(LocalAws aws, Fault fault, Duration window) {
    Objects.requireNonNull(aws, "aws");
    Objects.requireNonNull(fault, "fault");
    Objects.requireNonNull(window, "window");
    LossyProxy proxy = LossyProxy.to(aws.s3Endpoint());
    DeafS3 server = new DeafS3(proxy, aws.s3(), fault, window);
    proxy.before(server::prepare);
    return server;
  }

  /**
   * Returns the endpoint of the server.
   *
   * @return an endpoint for clients
   */
  public URI endpoint() {
    return proxy.endpoint();
  }

  private void prepare(String head) {
    Matcher write = (fault == Fault.COMPLETION ? COMPLETION : PUT).matcher(head);
    if (write.matches()) {
      String bucket = write.group(1);
      String key = URLDecoder.decode(write.group(2), StandardCharsets.UTF_8);
      if (fault != Fault.RACING_PUT || isFreeNowAndWait(bucket, key)) {
        s3.deleteObject(r -> r.bucket(bucket).key(key));
      }
    }
  }

  private boolean isFreeNowAndWait(String bucket, String key) {
    boolean free;
    try {
      s3.headObject(r -> r.bucket(bucket).key(key));
      free = false;
    } catch (NoSuchKeyException e) {
      free = true;
    }
    try {
      Thread.sleep(window.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return free;
  }

  /** Stops the proxy; the real server goes on. */
  @Override
  public void close() {
    proxy.close();
  }
}
