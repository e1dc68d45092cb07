package dev.versioned.testkit.s3;

import java.net.URI;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;

/**
 * S3Proxy in this process, reachable from this machine only. It was chosen because it is the
 * embeddable server that honours {@code If-None-Match: *} in races, which write-once depends on.
 *
 * <p>No signature here names a class of S3Proxy, because these classes have other names in the jar
 * than in the sources. Thread-safe.
 */
public final class EmbeddedS3 {

  private final S3Proxy server;
  private final BlobStore store;

  private EmbeddedS3(S3Proxy server, BlobStore store) {
    this.server = server;
    this.store = store;
  }

  /**
   * Starts a server that stores the objects in memory.
   *
   * @param accessKey the only access key that it accepts
   * @param secretKey that key's secret
   * @return a started server; the caller stops it
   * @throws Exception if it does not start
   */
  public static EmbeddedS3 startInMemory(String accessKey, String secretKey) throws Exception {
    return start(new TransientNio2BlobStore(), accessKey, secretKey);
  }

  /**
   * Starts a server that stores the objects in a folder.
   *
   * @param folder an empty folder; not deleted when the server stops
   * @param accessKey the only access key that it accepts
   * @param secretKey that key's secret
   * @return a started server; the caller stops it
   * @throws Exception if it does not start
   */
  public static EmbeddedS3 startOnDisk(Path folder, String accessKey, String secretKey)
      throws Exception {
    return start(new FilesystemNio2BlobStore(folder.toString()), accessKey, secretKey);
  }

  private static EmbeddedS3 start(BlobStore store, String accessKey, String secretKey)
      throws Exception {
    S3Proxy server =
        S3Proxy.builder()
            .blobStore(store)
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, accessKey, secretKey)
            // The SDK sends headers that S3Proxy does not support, among them its default
            // checksums.
            .ignoreUnknownHeaders(true)
            .build();
    EmbeddedS3 started = new EmbeddedS3(server, store);
    try {
      server.start();
    } catch (Exception e) {
      started.stop();
      throw e;
    }
    return started;
  }

  /**
   * Returns the server's endpoint.
   *
   * @return an address of this machine's loopback
   */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getPort());
  }

  /**
   * Stops the server and discards the objects in memory.
   *
   * @throws Exception if part of it does not stop
   */
  public void stop() throws Exception {
    try {
      server.stop();
    } finally {
      store.close();
    }
  }
}
