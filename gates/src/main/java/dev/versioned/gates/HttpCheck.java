package dev.versioned.gates;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.versioned.rollout.Health;
import dev.versioned.rollout.HealthGate;
import dev.versioned.rollout.RolloutStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A gate that gets a URL: healthy if the status is 200 to 299. Redirects are not followed, and
 * count as any other status. Immutable; several threads may use it at the same time.
 *
 * <p>A body of this form decides instead of a status of 200 to 299, and gives the reason of any
 * other status: {@code {"health": "healthy", "reason": "…"}}, or {@code "unhealthy"}, or {@code
 * "not-enough-data"}.
 *
 * <p>In the URL, {@code {artifact}}, {@code {alias}}, {@code {version}} and {@code {from}} (the
 * version before) stand for the rollout's.
 */
public final class HttpCheck implements HealthGate {
  private final String url;
  private final HttpFetch http;
  private final @Nullable JsonPointer pointer;
  private final String expected;
  private final Verdict whenOtherStatus;
  private final Verdict whenUnreadable;

  private HttpCheck(Builder builder) {
    url = builder.url;
    http = builder.http.build();
    pointer = builder.pointer;
    expected = builder.expected;
    whenOtherStatus = builder.whenOtherStatus;
    whenUnreadable = builder.whenUnreadable;
  }

  /**
   * Begins a gate.
   *
   * @param url the URL
   * @return a builder
   * @throws IllegalArgumentException if the URL is not one of http or https, or has a user
   */
  public static Builder builder(String url) {
    return new Builder(url);
  }

  /**
   * Gets the URL.
   *
   * @param status the rollout
   * @return what the status and the body say; what was chosen if there is no readable answer
   * @throws InterruptedException if the thread is interrupted
   */
  @Override
  public Health check(RolloutStatus status) throws InterruptedException {
    Objects.requireNonNull(status, "status");
    String filled = Placeholders.fill(url, status, Placeholders::inUrl);
    try {
      return judge(http.get(HttpFetch.url(filled)));
    } catch (IOException e) {
      return whenUnreadable.health(this + ": " + e.getMessage());
    }
  }

  private Health judge(HttpFetch.Answer answer) throws IOException {
    if (!answer.isSuccess()) {
      Said said = Said.in(answer);
      if (said != null && said.verdict != Verdict.HEALTHY) {
        return said.health();
      }
      return whenOtherStatus.health(this + ": status " + answer.status());
    } else if (pointer != null) {
      return pointed(answer, pointer);
    }
    Said said = Said.in(answer);
    return said == null ? Health.healthy(this + ": status " + answer.status()) : said.health();
  }

  private Health pointed(HttpFetch.Answer answer, JsonPointer at) throws IOException {
    JsonNode value;
    try {
      value = answer.json().at(at);
    } catch (IOException e) {
      throw new IOException("the body is not JSON", e);
    }
    if (value.isMissingNode() || value.isContainerNode()) {
      throw new IOException("the body has no value at " + at);
    }
    String text = value.asText();
    return text.equals(expected)
        ? Health.healthy(this + ": " + at + " is " + Reason.shorten(text))
        : Health.unhealthy(this + ": " + at + " is " + Reason.shorten(text) + ", not " + expected);
  }

  /**
   * What a body of the form of this class says.
   *
   * @param verdict its health
   * @param reason its reason
   */
  private record Said(Verdict verdict, String reason) {
    Health health() {
      return verdict.health(reason);
    }

    static @Nullable Said in(HttpFetch.Answer answer) throws IOException {
      JsonNode body;
      try {
        body = answer.json();
      } catch (IOException e) {
        // Any other body: only the status counts.
        return null;
      }
      JsonNode health = body.path("health");
      if (!health.isTextual()) {
        return null;
      }
      String reason = body.path("reason").asText();
      return new Said(
          switch (health.asText()) {
            case "healthy" -> Verdict.HEALTHY;
            case "unhealthy" -> Verdict.UNHEALTHY;
            case "not-enough-data" -> Verdict.NOT_ENOUGH_DATA;
            default ->
                throw new IOException(
                    "the health is '"
                        + Reason.shorten(health.asText())
                        + "', not healthy, unhealthy or not-enough-data");
          },
          reason.isEmpty() ? "no reason was given" : Reason.shorten(reason));
    }
  }

  /** Returns the URL without its query and the headers. */
  @Override
  public String toString() {
    int query = url.indexOf('?');
    return "HTTP check of " + Reason.shorten(query < 0 ? url : url.substring(0, query));
  }

  /** Builds a gate. Not safe for use by several threads. */
  public static final class Builder {
    private final String url;
    private final HttpFetch.Settings http = new HttpFetch.Settings();
    private @Nullable JsonPointer pointer;
    private String expected = "";
    private Verdict whenOtherStatus = Verdict.UNHEALTHY;
    private Verdict whenUnreadable = Verdict.NOT_ENOUGH_DATA;

    private Builder(String url) {
      this.url = Objects.requireNonNull(url, "url");
      HttpFetch.url(Placeholders.sample(url));
    }

    /**
     * Adds a header, such as Authorization. No message has it.
     *
     * @param name the header's name
     * @param value its value
     * @return this builder
     * @throws IllegalArgumentException if HTTP does not allow it, or it is set by the client itself
     */
    public Builder header(String name, String value) {
      http.header(name, value);
      return this;
    }

    /**
     * Sets how long to wait for the connection, and for the whole answer. Default: 5 seconds.
     *
     * @param time above zero, at most an hour
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder timeout(Duration time) {
      http.timeout(Objects.requireNonNull(time, "time"));
      return this;
    }

    /**
     * Expects a value in a JSON body; any other value is unhealthy, and a body without one is
     * unreadable.
     *
     * @param at where, as JSON Pointer, such as {@code /status}
     * @param value the expected text, number or boolean, such as {@code UP}
     * @return this builder
     * @throws IllegalArgumentException if it is not a JSON Pointer
     */
    public Builder expect(String at, String value) {
      Objects.requireNonNull(at, "at");
      expected = Objects.requireNonNull(value, "value");
      try {
        pointer = JsonPointer.compile(at);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "Cannot use '" + at + "' as a JSON Pointer: write /status or similar", e);
      }
      return this;
    }

    /**
     * Sets what a status outside 200 to 299 counts as. Default: unhealthy.
     *
     * @param verdict what it counts as
     * @return this builder
     */
    public Builder whenOtherStatus(Verdict verdict) {
      whenOtherStatus = Objects.requireNonNull(verdict, "verdict");
      return this;
    }

    /**
     * Sets what it counts as if there is no readable answer: no connection, a timeout, more than 1
     * MiB, no value where one is expected. Default: not enough data.
     *
     * @param verdict not enough data or unhealthy
     * @return this builder
     * @throws IllegalArgumentException if it is healthy
     */
    public Builder whenUnreadable(Verdict verdict) {
      whenUnreadable = Verdict.unreadable(verdict);
      return this;
    }

    /**
     * Makes the gate.
     *
     * @return the gate
     */
    public HttpCheck build() {
      return new HttpCheck(this);
    }
  }
}
