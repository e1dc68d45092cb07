package dev.versioned.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A proxy between a client and a server that speak plain HTTP, which loses replies: the server has
 * processed the request, and the client sees a reset connection instead of the answer. The SDK's
 * own retry thus meets the effects of its first attempt, as on a bad network.
 *
 * <p>Point a client at {@link #endpoint()}, then call {@link #loseReplies}. The proxy listens on
 * the loopback only. Thread-safe.
 */
public final class LossyProxy implements AutoCloseable {
  private final ServerSocket listener;
  private final URI target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger lost = new AtomicInteger();
  private final AtomicInteger toLose = new AtomicInteger();
  private volatile Predicate<String> which = head -> false;
  private volatile Consumer<String> before = head -> {};
  private volatile boolean cut;

  private LossyProxy(ServerSocket listener, URI target) {
    this.listener = listener;
    this.target = target;
  }

  /**
   * Starts a proxy.
   *
   * @param target the server, an {@code http} endpoint with a port
   * @return the proxy; it forwards everything until told otherwise
   */
  public static LossyProxy to(URI target) {
    try {
      LossyProxy proxy =
          new LossyProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
      start(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start a proxy to " + target, e);
    }
  }

  /**
   * Returns the endpoint that the proxy listens on.
   *
   * @return an endpoint for clients
   */
  public URI endpoint() {
    return URI.create(
        "http://" + listener.getInetAddress().getHostAddress() + ":" + listener.getLocalPort());
  }

  /**
   * Loses the next replies to certain requests.
   *
   * @param count the number of replies
   * @param which selects requests by their head: request line and headers, as sent
   */
  public void loseReplies(int count, Predicate<String> which) {
    this.which = which;
    this.toLose.set(count);
  }

  /**
   * Runs an action before each request is forwarded, which waits for its end.
   *
   * @param action receives the head of the request: request line and headers, as sent
   */
  public void before(Consumer<String> action) {
    this.before = Objects.requireNonNull(action, "action");
  }

  /**
   * Returns the number of replies lost so far.
   *
   * @return the count
   */
  public int lost() {
    return lost.get();
  }

  /** Cuts the server off: open and new connections are reset until {@link #restore}. */
  public void cut() {
    cut = true;
    open.forEach(LossyProxy::reset);
  }

  /** Lets connections through again. */
  public void restore() {
    cut = false;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        if (cut) {
          reset(client);
          continue;
        }
        Socket server = new Socket();
        server.connect(new InetSocketAddress(target.getHost(), target.getPort()));
        open.add(client);
        open.add(server);
        Exchange exchange = new Exchange(client, server);
        start(exchange::pumpRequests);
        start(exchange::pumpReplies);
      } catch (IOException e) {
        // Closed, or the server is unreachable: the client sees a reset connection.
      }
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "lossy-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  /** A client's connection, and the corresponding connection to the server. */
  private final class Exchange {
    private final Socket client;
    private final Socket server;
    private volatile boolean loseNext;

    Exchange(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void pumpRequests() {
      try (InputStream in = client.getInputStream();
          OutputStream out = server.getOutputStream()) {
        byte[] buffer = new byte[64 << 10];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          // A read starts with a head: a client waits for the reply before it sends another
          // request.
          String head = new String(buffer, 0, read, StandardCharsets.ISO_8859_1);
          if (head.matches("(?s)(GET|PUT|POST|DELETE|HEAD) .*")) {
            before.accept(head);
            if (which.test(head)) {
              loseNext = toLose.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
            }
          }
          out.write(buffer, 0, read);
          out.flush();
        }
      } catch (IOException e) {
        // One side has closed the connection.
      } finally {
        end();
      }
    }

    void pumpReplies() {
      try (InputStream in = server.getInputStream();
          OutputStream out = client.getOutputStream()) {
        byte[] buffer = new byte[64 << 10];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          String start = new String(buffer, 0, Math.min(read, 16), StandardCharsets.ISO_8859_1);
          if (loseNext && !start.startsWith("HTTP/1.1 100")) {
            lost.incrementAndGet();
            return;
          }
          out.write(buffer, 0, read);
          out.flush();
        }
      } catch (IOException e) {
        // One side has closed the connection.
      } finally {
        end();
      }
    }

    private void end() {
      reset(client);
      reset(server);
      open.remove(client);
      open.remove(server);
    }
  }

  /** Closes with a reset, so that the end of the data is not mistaken for an answer. */
  private static void reset(Socket socket) {
    try {
      if (!socket.isClosed()) {
        socket.setSoLinger(true, 0);
        socket.close();
      }
    } catch (IOException e) {
      // Already closed.
    }
  }

  /** Stops listening, and resets open connections. */
  @Override
  public void close() {
    cut();
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot close the proxy to " + target, e);
    }
  }
}
