package dev.versioned.console;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A server of this process for a {@link Console}, by the JDK's own HTTP server. It speaks plain
 * HTTP, so {@link #start} binds addresses of this machine only. Thread-safe.
 *
 * <p>The JDK's server waits for a request that is sent slowly, and holds a thread of up to 512 for
 * it, for as long as the system property {@code sun.net.httpserver.maxReqTime} says, in seconds; by
 * default, without limit. {@code versioned console} sets it to 30.
 */
public final class ConsoleServer implements AutoCloseable {
  /** Each unfinished request holds one; they end when nothing needs them. */
  private static final int MOST_THREADS = 512;

  private static final long IDLE_SECONDS = 30;

  private final HttpServer server;
  private final ExecutorService threads;

  private ConsoleServer(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /**
   * Starts a server that only this machine can reach.
   *
   * @param console the console
   * @param address a loopback address, with port 0 for any free port
   * @return the server; the caller closes it
   * @throws IllegalArgumentException if other machines can reach the address
   * @throws UncheckedIOException if the port is taken
   */
  public static ConsoleServer start(Console console, InetSocketAddress address) {
    Objects.requireNonNull(console, "console");
    Objects.requireNonNull(address, "address");
    InetAddress host = address.getAddress();
    if (host == null || !host.isLoopbackAddress()) {
      throw new IllegalArgumentException(
          "Cannot serve the console at "
              + address.getHostString()
              + ": other machines could reach it, without encryption; use 127.0.0.1, and a tunnel"
              + " such as ssh -L, or allow remote access");
    }
    return startReachable(console, address);
  }

  /**
   * Starts a server that other machines may reach, over plain HTTP. Put a proxy with TLS before it:
   * who reads the traffic has the session.
   *
   * @param console the console, with a {@linkplain Console.Builder#token token} and its {@linkplain
   *     Console.Builder#host name}
   * @param address any address of this machine
   * @return the server; the caller closes it
   * @throws UncheckedIOException if the port is taken, or the address is not this machine's
   */
  public static ConsoleServer startReachable(Console console, InetSocketAddress address) {
    Objects.requireNonNull(console, "console");
    Objects.requireNonNull(address, "address");
    HttpServer server;
    try {
      server = HttpServer.create(address, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot serve the console at "
              + address.getHostString()
              + ":"
              + address.getPort()
              + ": "
              + e.getMessage()
              + "; use another port",
          e);
    }
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            MOST_THREADS,
            MOST_THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "versioned-console");
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    server.setExecutor(threads);
    server.createContext("/", new ConsoleHttpHandler(console));
    server.start();
    return new ConsoleServer(server, threads);
  }

  /**
   * Returns the address of the first page, without a token.
   *
   * @return the address, such as {@code http://127.0.0.1:8377/}
   */
  public URI uri() {
    InetSocketAddress address = server.getAddress();
    String host = address.getAddress().getHostAddress();
    return URI.create(
        "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort() + "/");
  }

  /** Stops the server. Requests in progress may fail. Closing again does nothing. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
