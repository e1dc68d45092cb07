package dev.versioned;

import dev.versioned.event.EventListener;
import dev.versioned.internal.Metadata;
import dev.versioned.internal.Periods;
import dev.versioned.internal.settings.Events;
import dev.versioned.internal.settings.Settings;
import dev.versioned.signing.Signer;
import dev.versioned.signing.TrustPolicy;
import dev.versioned.spi.Environment;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

// Over 300 lines: a few lines of code for each setting, the rest is Javadoc.
/**
 * Optional settings of an {@link ArtifactRepository}, whatever its backend. Immutable: each {@code
 * with…} method returns changed settings.
 */
public final class RepositorySettings {
  private static final int MOST_PART_BYTES = 1 << 30;
  private static final RepositorySettings DEFAULTS =
      new RepositorySettings(
          new Settings(
              System.getProperty("user.name", ""),
              Duration.ofSeconds(10),
              Duration.ofDays(30),
              Duration.ofSeconds(30),
              1000,
              16 << 20,
              1000,
              Optional.empty(),
              Optional.empty(),
              new Events(EventListener.none()),
              Environment.system()));

  private final Settings settings;

  private RepositorySettings(Settings settings) {
    this.settings = settings;
  }

  /**
   * Returns the default settings; each {@code with…} method names its default.
   *
   * @return the defaults
   */
  public static RepositorySettings defaults() {
    return DEFAULTS;
  }

  Settings settings() {
    return settings;
  }

  /**
   * Sets who publishes and moves aliases, unless a call sets it. Versions and ledger rows record
   * it. Default: the operating system's user.
   *
   * @param actor a person, a pipeline or a role; at most 256 characters
   * @return the changed settings
   * @throws IllegalArgumentException if it is longer than 256 characters
   */
  public RepositorySettings withActor(String actor) {
    Objects.requireNonNull(actor, "actor");
    Metadata.checkActor(actor);
    return with(draft -> draft.actor = actor);
  }

  /**
   * Sets how long a publish waits for a concurrent publish of the same content, which has reserved
   * its number but not committed it, before it makes its own version. Default: 10 seconds.
   *
   * @param publishWait how long
   * @return the changed settings
   * @throws IllegalArgumentException if it is negative or longer than 36,500 days
   */
  public RepositorySettings withPublishWait(Duration publishWait) {
    Objects.requireNonNull(publishWait, "publishWait");
    Periods.check("a publish wait", publishWait);
    return with(draft -> draft.publishWait = publishWait);
  }

  /**
   * Sets how long an idempotency key is remembered. Default: 30 days.
   *
   * @param keyRetention how long
   * @return the changed settings
   * @throws IllegalArgumentException if it is negative or longer than 36,500 days
   */
  public RepositorySettings withKeyRetention(Duration keyRetention) {
    Objects.requireNonNull(keyRetention, "keyRetention");
    Periods.check("a key retention", keyRetention);
    return with(draft -> draft.keyRetention = keyRetention);
  }

  /**
   * Sets how long an update without an expected revision is retried while other updates win, and a
   * range of a download while no byte arrives. Default: 30 seconds.
   *
   * @param contentionTimeout how long
   * @return the changed settings
   * @throws IllegalArgumentException if it is negative or longer than 36,500 days
   */
  public RepositorySettings withContentionTimeout(Duration contentionTimeout) {
    Objects.requireNonNull(contentionTimeout, "contentionTimeout");
    Periods.check("a contention timeout", contentionTimeout);
    return with(draft -> draft.contentionTimeout = contentionTimeout);
  }

  /**
   * Sets how many items a list requests at a time. It never changes what is listed. Default: 1,000.
   *
   * @param pageSize 1 to 1,000
   * @return the changed settings
   * @throws IllegalArgumentException if it is not within 1 to 1,000
   */
  public RepositorySettings withPageSize(int pageSize) {
    if (pageSize < 1 || pageSize > 1000) {
      throw new IllegalArgumentException(
          "Cannot use a page size of " + pageSize + ": it must be 1 to 1000");
    }
    return with(draft -> draft.pageSize = pageSize);
  }

  /**
   * Sets the size of the parts in which larger content is uploaded. Content of more than 10,000
   * such parts is sent in larger ones. Default: 16 MiB.
   *
   * @param partBytes 1 byte to 1 GiB; a backend may raise it to the minimum of its store
   * @return the changed settings
   * @throws IllegalArgumentException if it is not within 1 byte to 1 GiB
   */
  public RepositorySettings withPartBytes(int partBytes) {
    if (partBytes < 1 || partBytes > MOST_PART_BYTES) {
      throw new IllegalArgumentException(
          "Cannot send content in parts of " + partBytes + " bytes: they must have 1 to 1 GiB");
    }
    return with(draft -> draft.partBytes = partBytes);
  }

  /**
   * Sets how many bytes of a version must arrive from the store per second, on average over 30
   * seconds of reading (over the contention timeout, if longer). A slower read or download fails,
   * so that a store or a network in trouble cannot prolong it forever. Default: 1,000.
   *
   * @param leastBytesPerSecond how many; 0 allows any rate
   * @return the changed settings
   * @throws IllegalArgumentException if it is negative
   */
  public RepositorySettings withLeastBytesPerSecond(int leastBytesPerSecond) {
    if (leastBytesPerSecond < 0) {
      throw new IllegalArgumentException(
          "Cannot ask for a least rate of " + leastBytesPerSecond + " bytes a second");
    }
    return with(draft -> draft.leastBytesPerSecond = leastBytesPerSecond);
  }

  /**
   * Sets the key that signs every version that is published, and every move of an alias. A version
   * and its signature become visible at the same time. Default: none. Publishing {@code $LATEST}
   * then needs {@link PublishOptions#expectDigest}: the table alone decides what {@code $LATEST}
   * is, and a signature must not follow it blindly.
   *
   * @param signer the key
   * @return the changed settings
   */
  public RepositorySettings withSigner(Signer signer) {
    Objects.requireNonNull(signer, "signer");
    return with(draft -> draft.signer = Optional.of(signer));
  }

  /**
   * Sets which signatures a version needs before it is resolved, routed to, opened, downloaded,
   * taken from a cache, or given to an alias. Default: none.
   *
   * @param policy the policy, from this application's own configuration
   * @return the changed settings
   */
  public RepositorySettings withTrustPolicy(TrustPolicy policy) {
    Objects.requireNonNull(policy, "policy");
    return with(draft -> draft.trustPolicy = Optional.of(policy));
  }

  /**
   * Sets the clock for the times of publishes and moves, and for due rollout steps. Nothing that
   * must hold between processes depends on it. Default: the system's clock.
   *
   * @param clock the clock
   * @return the changed settings
   */
  public RepositorySettings withClock(Clock clock) {
    Objects.requireNonNull(clock, "clock");
    return with(draft -> draft.environment = draft.environment.withClock(clock));
  }

  /**
   * Sets the executor of background work: concurrent requests, and preparations of live aliases. It
   * must not run tasks one after another, because they may wait for each other. Default: a new
   * daemon thread for each task; {@code Executors.newVirtualThreadPerTaskExecutor()} is also
   * suitable.
   *
   * @param executor the executor; the library never shuts it down
   * @return the changed settings
   */
  public RepositorySettings withExecutor(Executor executor) {
    Objects.requireNonNull(executor, "executor");
    return with(draft -> draft.environment = draft.environment.withExecutor(executor));
  }

  /**
   * Sets the listener to what happens to versions and aliases through this repository object. Use
   * {@link EventListener#all} for several. Default: none.
   *
   * @param listener receives each event
   * @return the changed settings
   */
  public RepositorySettings withListener(EventListener listener) {
    Objects.requireNonNull(listener, "listener");
    return with(draft -> draft.events = new Events(listener));
  }

  /** {@return who publishes and moves aliases, unless a call sets it} */
  public String actor() {
    return settings.actor();
  }

  /** {@return how long a publish waits for a concurrent one of the same content} */
  public Duration publishWait() {
    return settings.publishWait();
  }

  /** {@return how long an idempotency key is remembered} */
  public Duration keyRetention() {
    return settings.keyRetention();
  }

  /** {@return how long an update is retried while other updates win} */
  public Duration contentionTimeout() {
    return settings.contentionTimeout();
  }

  /** {@return how many items a list requests at a time} */
  public int pageSize() {
    return settings.pageSize();
  }

  /** {@return the size of the parts in which larger content is uploaded} */
  public int partBytes() {
    return settings.partBytes();
  }

  /** {@return how many bytes must arrive each second, 0 for any rate} */
  public int leastBytesPerSecond() {
    return settings.leastBytesPerSecond();
  }

  /** {@return the key that signs what is published and moved, if there is one} */
  public Optional<Signer> signer() {
    return settings.signer();
  }

  /** {@return which signatures a version needs, if any} */
  public Optional<TrustPolicy> trustPolicy() {
    return settings.trustPolicy();
  }

  /** {@return the listener to what happens} */
  public EventListener listener() {
    return settings.events().listener();
  }

  private RepositorySettings with(Consumer<Draft> change) {
    Draft draft = new Draft(settings);
    change.accept(draft);
    return new RepositorySettings(draft.settings());
  }

  /** Returns the settings as text. */
  @Override
  public String toString() {
    return settings.toString();
  }

  /** Settings under construction. */
  private static final class Draft {
    String actor;
    Duration publishWait;
    Duration keyRetention;
    Duration contentionTimeout;
    int pageSize;
    int partBytes;
    int leastBytesPerSecond;
    Optional<Signer> signer;
    Optional<TrustPolicy> trustPolicy;
    Events events;
    Environment environment;

    Draft(Settings from) {
      this.actor = from.actor();
      this.publishWait = from.publishWait();
      this.keyRetention = from.keyRetention();
      this.contentionTimeout = from.contentionTimeout();
      this.pageSize = from.pageSize();
      this.partBytes = from.partBytes();
      this.leastBytesPerSecond = from.leastBytesPerSecond();
      this.signer = from.signer();
      this.trustPolicy = from.trustPolicy();
      this.events = from.events();
      this.environment = from.environment();
    }

    Settings settings() {
      return new Settings(
          actor,
          publishWait,
          keyRetention,
          contentionTimeout,
          pageSize,
          partBytes,
          leastBytesPerSecond,
          signer,
          trustPolicy,
          events,
          environment);
    }
  }
}
