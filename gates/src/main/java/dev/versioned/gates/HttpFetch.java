package dev.versioned.gates;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * GET of a small answer, within a time. Redirects are not followed: a gate asks the server that it
 * was given, and sends its headers to no other. No message has a header or a URL's query.
 */
final class HttpFetch {
  /** The most bytes of an answer that are read. */
  static final int LARGEST = 1 << 20;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LONGEST = Duration.ofHours(1);

  private final Map<String, String> headers;
  private final Duration timeout;
  private final HttpClient client;

  private HttpFetch(Settings settings) {
    headers = Map.copyOf(settings.headers);
    timeout = settings.timeout;
    client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(timeout)
            .build();
  }

  /** An answer of a server. */
  static final class Answer {
    private final int status;
    private final byte[] body;

    private Answer(int status, byte[] body) {
      this.status = status;
      this.body = body;
    }

    int status() {
      return status;
    }

    boolean isSuccess() {
      return status >= 200 && status < 300;
    }

    /** Parses the body. */
    JsonNode json() throws IOException {
      return JSON.readTree(body);
    }
  }

  /** What builders of gates set. */
  static final class Settings {
    private final Map<String, String> headers = new LinkedHashMap<>();
    private Duration timeout = Duration.ofSeconds(5);

    void header(String name, String value) {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(value, "value");
      try {
        HttpRequest.newBuilder(URI.create("http://localhost")).header(name, value);
      } catch (IllegalArgumentException e) {
        // Not as the cause: its message may have the value, which may be a password.
        throw new IllegalArgumentException(
            "Cannot send the header '"
                + Reason.shorten(name)
                + "': its name or its value is not allowed in HTTP");
      }
      headers.put(name, value);
    }

    void timeout(Duration time) {
      if (time.isNegative() || time.isZero() || time.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException(
            "Cannot use " + time + " as a timeout: it must be above zero, and at most an hour");
      }
      timeout = time;
    }

    HttpFetch build() {
      return new HttpFetch(this);
    }
  }

  /**
   * Parses a URL that can be asked.
   *
   * @throws IllegalArgumentException if it is not of http or https, has no host, or has a password
   */
  static URI url(String text) {
    URI url;
    try {
      url = new URI(text);
    } catch (URISyntaxException e) {
      // Without the text, which may have a password.
      throw new IllegalArgumentException(
          "Cannot use the URL: " + e.getReason() + " at index " + e.getIndex() + "; correct it");
    }
    if (!("http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme()))
        || url.getHost() == null) {
      throw new IllegalArgumentException(
          "Cannot use the URL: it has no scheme http or https, or no host; write it in full");
    }
    if (url.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "Cannot use the URL: it has a user or a password; send an Authorization header instead");
    }
    return url;
  }

  /** Returns the URL as messages have it. */
  static String shown(URI url) {
    return Reason.shorten(
        url.getScheme() + "://" + url.getRawAuthority() + Objects.toString(url.getRawPath(), ""));
  }

  /**
   * Gets an answer.
   *
   * @throws IOException if there is none in time, or it is too large
   */
  Answer get(URI url) throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(url).timeout(timeout).GET();
    headers.forEach(request::header);
    CompletableFuture<HttpResponse<byte[]>> reply =
        client.sendAsync(request.build(), info -> new BoundedBody(LARGEST));
    try {
      // The request's own timeout ends with the headers; this one is for the body too.
      HttpResponse<byte[]> response = reply.get(timeout.toMillis() + 1, TimeUnit.MILLISECONDS);
      return new Answer(response.statusCode(), response.body());
    } catch (TimeoutException e) {
      throw new IOException("no answer within " + timeout, e);
    } catch (ExecutionException e) {
      throw failure(e.getCause() == null ? e : e.getCause());
    } finally {
      reply.cancel(true);
    }
  }

  private IOException failure(Throwable cause) {
    if (cause instanceof HttpTimeoutException) {
      return new IOException("no answer within " + timeout, cause);
    } else if (cause instanceof ConnectException) {
      return new IOException("cannot connect", cause);
    }
    return new IOException(
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage(), cause);
  }
}
