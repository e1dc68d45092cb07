package dev.versioned.openfeature;

import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.EventProvider;
import dev.openfeature.sdk.Metadata;
import dev.openfeature.sdk.ProviderEvaluation;
import dev.openfeature.sdk.Value;
import dev.versioned.ArtifactRepository;
import dev.versioned.LiveAlias;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A provider for OpenFeature: a flag is an alias, and its variant is the version to which the
 * context's targeting key is routed. The same key gets the same version as {@link
 * LiveAlias#route(CharSequence)} gives; without a key, a version is drawn at random.
 *
 * <p>A flag's value is the version's number as a string ({@code "7"}), as a number, or as an object
 * with {@code artifact}, {@code alias}, {@code version}, {@code revision}, {@code digest}, {@code
 * sizeBytes}, {@code uri} and {@code metadata}. A boolean is a {@code TYPE_MISMATCH}. Evaluations
 * read memory alone.
 *
 * <p>The aliases are followed from {@link #initialize} to {@link #shutdown}, both of which the SDK
 * calls. Changes of routing are {@code PROVIDER_CONFIGURATION_CHANGED}; an alias that cannot be
 * read is {@code PROVIDER_STALE}, one that may no longer be routed by ({@code staleAfter}) {@code
 * PROVIDER_ERROR}, and {@code PROVIDER_READY} follows when all are read again. Staleness and the
 * changes of aliases that the application follows itself are reported within a second.
 *
 * <p>Thread-safe.
 */
public final class VersionedProvider extends EventProvider implements AutoCloseable {
  private static final String NAME = "versioned";

  private final FlagSet flags;
  private final Monitor monitor;

  VersionedProvider(FlagSet flags) {
    this.flags = flags;
    this.monitor = new Monitor(flags, this);
  }

  /**
   * Returns a builder of a provider.
   *
   * @param repository the repository of the aliases that the provider follows; the caller closes
   *     it, after the provider
   * @return a builder, without flags
   */
  public static VersionedProviderBuilder builder(ArtifactRepository repository) {
    return new VersionedProviderBuilder(Objects.requireNonNull(repository, "repository"));
  }

  @Override
  public Metadata getMetadata() {
    return () -> NAME;
  }

  /**
   * Starts to follow the aliases. Called by the SDK, which reports its exceptions as {@code
   * PROVIDER_ERROR}.
   *
   * @param context not used
   * @throws dev.versioned.model.NotFoundException if an alias does not exist
   * @throws dev.versioned.model.BackendException if the catalog cannot be reached
   */
  @Override
  public void initialize(EvaluationContext context) {
    flags.open(monitor::look);
    monitor.start();
  }

  /** Stops following the aliases; those of the application are followed on. Called by the SDK. */
  @Override
  public void shutdown() {
    monitor.stop();
    flags.close();
    super.shutdown();
  }

  /** Does what {@link #shutdown} does. */
  @Override
  public void close() {
    shutdown();
  }

  /** Reports what has changed since the last time, instead of waiting for the thread that does. */
  void look() {
    monitor.look();
  }

  /** A boolean is no version: the default, with the error {@code TYPE_MISMATCH}. */
  @Override
  public ProviderEvaluation<Boolean> getBooleanEvaluation(
      String key, Boolean defaultValue, EvaluationContext context) {
    return evaluate(key, defaultValue, context, "a boolean", decided -> Optional.empty());
  }

  /** The version's number, such as {@code "7"}. */
  @Override
  public ProviderEvaluation<String> getStringEvaluation(
      String key, String defaultValue, EvaluationContext context) {
    return evaluate(
        key, defaultValue, context, "a string", decided -> Optional.of(decided.variant()));
  }

  /** The version's number; {@code $LATEST} has none. */
  @Override
  public ProviderEvaluation<Integer> getIntegerEvaluation(
      String key, Integer defaultValue, EvaluationContext context) {
    return evaluate(
        key,
        defaultValue,
        context,
        "an integer",
        decided ->
            decided.number().filter(number -> number <= Integer.MAX_VALUE).map(Long::intValue));
  }

  /** The version's number; {@code $LATEST} has none. */
  @Override
  public ProviderEvaluation<Double> getDoubleEvaluation(
      String key, Double defaultValue, EvaluationContext context) {
    return evaluate(
        key, defaultValue, context, "a double", decided -> decided.number().map(Long::doubleValue));
  }

  /** The version's number; {@code $LATEST} has none. */
  @Override
  public ProviderEvaluation<Long> getLongEvaluation(
      String key, Long defaultValue, EvaluationContext context) {
    return evaluate(key, defaultValue, context, "a long", Decided::number);
  }

  /** The version as an object; see the class. */
  @Override
  public ProviderEvaluation<Value> getObjectEvaluation(
      String key, Value defaultValue, EvaluationContext context) {
    return evaluate(
        key, defaultValue, context, "an object", decided -> Optional.of(decided.object()));
  }

  private <T> ProviderEvaluation<T> evaluate(
      String key,
      T defaultValue,
      @Nullable EvaluationContext context,
      String wanted,
      Function<Decided, Optional<T>> value) {
    Objects.requireNonNull(key, "key");
    Optional<LiveAlias> live = flags.find(key);
    if (live.isEmpty()) {
      boolean known = flags.isKnown(key);
      return failed(
          defaultValue,
          known ? ErrorCode.PROVIDER_NOT_READY : ErrorCode.FLAG_NOT_FOUND,
          "Cannot evaluate "
              + key
              + (known
                  ? ": the provider is not initialized, or is shut down"
                  : ": the provider has no such flag; add it to the builder"));
    }
    Decided decided;
    try {
      decided = Decided.of(live.get(), context == null ? null : context.getTargetingKey());
    } catch (RuntimeException e) {
      return failed(defaultValue, ErrorCode.GENERAL, String.valueOf(e.getMessage()));
    }
    Optional<T> found = value.apply(decided);
    if (found.isEmpty()) {
      return failed(
          defaultValue,
          ErrorCode.TYPE_MISMATCH,
          "Cannot evaluate " + key + ": version " + decided.variant() + " is not " + wanted);
    }
    return ProviderEvaluation.<T>builder()
        .value(found.get())
        .variant(decided.variant())
        .reason(decided.reason())
        .flagMetadata(decided.metadata())
        .build();
  }

  private static <T> ProviderEvaluation<T> failed(T value, ErrorCode code, String message) {
    return ProviderEvaluation.<T>builder()
        .value(value)
        .reason(Decided.ERROR)
        .errorCode(code)
        .errorMessage(message)
        .build();
  }
}
