package dev.versioned.examples.live;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Sends requests at a steady rate over some connections. A latency begins when the request was due,
 * so that a server that stops for a moment delays all that were due in it.
 */
final class Requests {
  private static final int CONNECTIONS = 8;

  private final int port;
  private final int perSecond;
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicInteger failed = new AtomicInteger();
  private final Map<String, LongAdder> answers = new ConcurrentHashMap<>();
  private final int[][] micros = new int[CONNECTIONS][];
  private final int[] sent = new int[CONNECTIONS];
  private final Thread[] threads = new Thread[CONNECTIONS];

  /** The outcome of the requests. */
  record Result(
      int requests, int failed, double perSecond, int p99Micros, int p999Micros, long greetings) {}

  private Requests(int port, int perSecond) {
    this.port = port;
    this.perSecond = perSecond;
  }

  /** Starts to send. */
  static Requests start(int port, int perSecond) {
    Requests requests = new Requests(port, perSecond);
    long begin = System.nanoTime();
    for (int i = 0; i < CONNECTIONS; i++) {
      int index = i;
      requests.micros[i] = new int[1 << 16];
      requests.threads[i] = new Thread(() -> requests.send(index, begin), "requests-" + i);
      requests.threads[i].start();
    }
    return requests;
  }

  private void send(int index, long begin) {
    long pause = 1_000_000_000L * CONNECTIONS / perSecond;
    long due = begin + pause * index / CONNECTIONS;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      for (int n = 0; !over.get(); n++, due += pause) {
        long early = due - System.nanoTime();
        if (early > 0) {
          LockSupport.parkNanos(early);
        }
        String name = "user-" + (index + n * CONNECTIONS) % 10_000;
        socket
            .getOutputStream()
            .write(
                ("GET /" + name + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
        String answer = answer(in);
        record(index, (int) ((System.nanoTime() - due) / 1_000));
        if (!answer.endsWith(", " + name)) {
          failed.incrementAndGet();
        }
        answers
            .computeIfAbsent(answer.replaceAll(",.*", ""), greeting -> new LongAdder())
            .increment();
      }
    } catch (IOException e) {
      failed.incrementAndGet();
      System.err.println("connection " + index + " failed: " + e);
    }
  }

  private void record(int index, int latency) {
    if (sent[index] == micros[index].length) {
      micros[index] = Arrays.copyOf(micros[index], 2 * sent[index]);
    }
    micros[index][sent[index]++] = latency;
  }

  /** Reads one answer: its status, its headers, and as many bytes as they say. */
  private static String answer(InputStream in) throws IOException {
    String status = line(in);
    int length = -1;
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      if (header.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(header.substring(15).trim());
      }
    }
    String body = new String(in.readNBytes(Math.max(0, length)), StandardCharsets.UTF_8);
    return status.contains(" 200 ") ? body : status;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("the server closed the connection");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  /** Ends the requests. */
  Result stop(double seconds) throws InterruptedException {
    over.set(true);
    for (Thread thread : threads) {
      thread.join();
    }
    int[] all =
        IntStream.range(0, CONNECTIONS)
            .boxed()
            .flatMapToInt(i -> Arrays.stream(micros[i], 0, sent[i]))
            .sorted()
            .toArray();
    return new Result(
        all.length,
        failed.get(),
        all.length / seconds,
        all[(int) (all.length * 0.99)],
        all[(int) (all.length * 0.999)],
        answers.size());
  }
}
