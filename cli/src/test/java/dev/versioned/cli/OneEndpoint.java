package dev.versioned.cli;

import dev.versioned.testkit.LocalAws;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A single address for separate S3 and DynamoDB servers, as {@code --endpoint-url} requires: the
 * first request of a connection determines its target.
 */
final class OneEndpoint implements AutoCloseable {
  private final ServerSocket listener;
  private final URI s3Endpoint;
  private final URI dynamoDbEndpoint;
  private volatile String s3Request = "";

  private OneEndpoint(ServerSocket listener, URI s3Endpoint, URI dynamoDbEndpoint) {
    this.listener = listener;
    this.s3Endpoint = s3Endpoint;
    this.dynamoDbEndpoint = dynamoDbEndpoint;
  }

  static OneEndpoint of(LocalAws aws) {
    return of(aws.s3Endpoint(), aws.dynamoDbEndpoint());
  }

  static OneEndpoint of(URI s3Endpoint, URI dynamoDbEndpoint) {
    try {
      OneEndpoint endpoint =
          new OneEndpoint(
              new ServerSocket(0, 50, InetAddress.getLoopbackAddress()),
              s3Endpoint,
              dynamoDbEndpoint);
      start(endpoint::accept);
      return endpoint;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url() {
    return "http://127.0.0.1:" + listener.getLocalPort();
  }

  /** Returns the head of the first S3 request of the newest connection, in lower case. */
  String s3Request() {
    return s3Request;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        start(() -> serve(client));
      } catch (IOException e) {
        // Closed.
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      InputStream in = client.getInputStream();
      byte[] head = head(in);
      String text = new String(head, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
      boolean s3 = !text.contains("x-amz-target: dynamodb");
      URI to = s3 ? s3Endpoint : dynamoDbEndpoint;
      if (s3) {
        s3Request = text;
      }
      try (Socket server = new Socket(to.getHost(), to.getPort())) {
        server.getOutputStream().write(head);
        start(
            () -> {
              try (server) {
                pump(in, server.getOutputStream());
              } catch (IOException e) {
                // One side has closed the connection.
              }
            });
        pump(server.getInputStream(), client.getOutputStream());
      }
    } catch (IOException e) {
      // One side has closed the connection.
    }
  }

  private static byte[] head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int ends = 0;
    while (ends < 4) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      head.write(next);
      ends = next == (ends % 2 == 0 ? '\r' : '\n') ? ends + 1 : 0;
    }
    return head.toByteArray();
  }

  private static void pump(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[64 << 10];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      out.write(buffer, 0, read);
      out.flush();
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "one-endpoint");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
