package dev.versioned.gates;

import dev.versioned.rollout.Health;
import dev.versioned.rollout.HealthGate;
import dev.versioned.rollout.RolloutStatus;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;

/**
 * A gate that asks Prometheus, or a server with its API, an instant query, and compares the value
 * with a bound. Every series must keep it. Immutable; several threads may use it at the same time.
 *
 * <p>In the query, {@code {artifact}}, {@code {alias}}, {@code {version}} and {@code {from}} (the
 * version before) stand for the rollout's, between double or single quotes only, where they are
 * escaped.
 */
public final class PrometheusQuery implements HealthGate {
  private final URI server;
  private final String query;
  private final Bound bound;
  private final HttpFetch http;
  private final Verdict whenEmpty;
  private final Verdict whenUnreadable;

  private PrometheusQuery(Builder builder) {
    server = builder.server;
    query = builder.query;
    bound = builder.bound;
    http = builder.http.build();
    whenEmpty = builder.whenEmpty;
    whenUnreadable = builder.whenUnreadable;
  }

  /**
   * Begins a gate.
   *
   * @param server the URL of the server without {@code /api/v1/query}; it may have a path
   * @param query the query in PromQL, for a vector or a scalar
   * @param bound what each value must keep, such as {@code Bound.atMost(0.01)}
   * @return a builder
   * @throws IllegalArgumentException if the URL is not one of http or https, or has a user, a query
   *     or a fragment; or if a placeholder is not between double or single quotes
   */
  public static Builder builder(String server, String query, Bound bound) {
    return new Builder(server, query, bound);
  }

  /**
   * Asks the query.
   *
   * @param status the rollout
   * @return unhealthy if a series does not keep the bound; else not enough data if a value is NaN;
   *     what was chosen if there is no series, or no readable answer
   * @throws InterruptedException if the thread is interrupted
   */
  @Override
  public Health check(RolloutStatus status) throws InterruptedException {
    Objects.requireNonNull(status, "status");
    String filled = Placeholders.fill(query, status, Placeholders::inPromQl);
    URI url = URI.create(server + "/api/v1/query?query=" + Placeholders.inUrl(filled));
    try {
      return judge(PrometheusAnswer.parse(http.get(url)));
    } catch (IOException e) {
      return whenUnreadable.health(
          "Prometheus at " + HttpFetch.shown(server) + ": " + e.getMessage());
    }
  }

  private Health judge(PrometheusAnswer answer) {
    if (answer.samples().isEmpty()) {
      return whenEmpty.health("the query of Prometheus has no result");
    }
    boolean unknown = false;
    for (PrometheusAnswer.Sample sample : answer.samples()) {
      if (Double.isNaN(sample.value())) {
        unknown = true;
      } else if (!bound.holds(sample.value())) {
        String series = sample.series().isEmpty() ? "" : " " + Reason.shorten(sample.series());
        return Health.unhealthy("Prometheus" + series + ": " + sample.value() + " is not " + bound);
      }
    }
    int count = answer.samples().size();
    return unknown
        ? Health.notEnoughData("the query of Prometheus gives NaN")
        : Health.healthy(
            "Prometheus: "
                + (count == 1
                    ? answer.samples().get(0).value() + " is "
                    : "all of " + count + " are ")
                + bound);
  }

  /** Returns the server and the query, without headers. */
  @Override
  public String toString() {
    return "Prometheus at " + HttpFetch.shown(server) + ": " + query + " " + bound;
  }

  /** Builds a gate. Not safe for use by several threads. */
  public static final class Builder {
    private final URI server;
    private final String query;
    private final Bound bound;
    private final HttpFetch.Settings http = new HttpFetch.Settings();
    private Verdict whenEmpty = Verdict.NOT_ENOUGH_DATA;
    private Verdict whenUnreadable = Verdict.NOT_ENOUGH_DATA;

    private Builder(String server, String query, Bound bound) {
      Objects.requireNonNull(server, "server");
      this.query = Objects.requireNonNull(query, "query");
      this.bound = Objects.requireNonNull(bound, "bound");
      URI url =
          HttpFetch.url(server.endsWith("/") ? server.substring(0, server.length() - 1) : server);
      if (url.getRawQuery() != null || url.getRawFragment() != null) {
        throw new IllegalArgumentException(
            "Cannot use the URL "
                + HttpFetch.shown(url)
                + ": it has a query or a fragment; give the server's address alone");
      }
      this.server = url;
      Placeholders.checkPromQl(query);
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
     * Sets what it counts as if the query has no result. Default: not enough data. For a query that
     * filters by comparison, such as {@code errors > 0.01}, no result may be healthy.
     *
     * @param verdict what it counts as
     * @return this builder
     */
    public Builder whenEmpty(Verdict verdict) {
      whenEmpty = Objects.requireNonNull(verdict, "verdict");
      return this;
    }

    /**
     * Sets what it counts as if there is no readable answer: no connection, a timeout, an error,
     * more than 1 MiB. Default: not enough data.
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
    public PrometheusQuery build() {
      return new PrometheusQuery(this);
    }
  }
}
