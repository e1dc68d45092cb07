package dev.versioned.openfeature;

import dev.versioned.AliasHandle;
import dev.versioned.ArtifactRepository;
import dev.versioned.LiveAlias;
import dev.versioned.WatchOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** Builds a {@link VersionedProvider}. Not thread-safe. */
public final class VersionedProviderBuilder {
  private final ArtifactRepository repository;
  private final Map<String, AliasHandle> own = new LinkedHashMap<>();
  private final Map<String, LiveAlias> others = new LinkedHashMap<>();
  private Consumer<WatchOptions> options = watch -> {};

  VersionedProviderBuilder(ArtifactRepository repository) {
    this.repository = repository;
  }

  /**
   * Adds an alias as the flag {@code artifact/alias}, such as {@code checkout/LIVE}.
   *
   * @param artifact the artifact's name
   * @param alias the alias's name
   * @return this builder
   * @throws IllegalArgumentException if a name is not valid, or the flag has been added
   */
  public VersionedProviderBuilder alias(String artifact, String alias) {
    Objects.requireNonNull(artifact, "artifact");
    Objects.requireNonNull(alias, "alias");
    return flag(artifact + "/" + alias, artifact, alias);
  }

  /**
   * Adds an alias as a flag of any key.
   *
   * @param key the flag's key
   * @param artifact the artifact's name
   * @param alias the alias's name
   * @return this builder
   * @throws IllegalArgumentException if a name is not valid, or the flag has been added
   */
  public VersionedProviderBuilder flag(String key, String artifact, String alias) {
    checkNew(key);
    Objects.requireNonNull(artifact, "artifact");
    Objects.requireNonNull(alias, "alias");
    own.put(key, repository.artifact(artifact).alias(alias));
    return this;
  }

  /**
   * Adds an alias that the application follows itself, as a flag of any key.
   *
   * @param key the flag's key
   * @param live the followed alias; the provider does not close it
   * @return this builder
   * @throws IllegalArgumentException if the flag has been added
   */
  public VersionedProviderBuilder flag(String key, LiveAlias live) {
    checkNew(key);
    others.put(key, Objects.requireNonNull(live, "live"));
    return this;
  }

  private void checkNew(String key) {
    Objects.requireNonNull(key, "key");
    if (own.containsKey(key) || others.containsKey(key)) {
      throw new IllegalArgumentException(
          "Cannot add the flag " + key + ": it has been added; give each flag a key of its own");
    }
  }

  /**
   * Sets how the aliases are followed that the provider follows itself. Default: as {@link
   * AliasHandle#watch()} does.
   *
   * @param options receives the options of each alias
   * @return this builder
   */
  public VersionedProviderBuilder watch(Consumer<WatchOptions> options) {
    this.options = Objects.requireNonNull(options, "options");
    return this;
  }

  /**
   * Builds the provider. It reads nothing before the SDK initializes it.
   *
   * @return a provider; the SDK shuts it down
   * @throws IllegalStateException if no flag was added
   */
  public VersionedProvider build() {
    if (own.isEmpty() && others.isEmpty()) {
      throw new IllegalStateException(
          "Cannot build the provider: it has no flag; add one with alias or flag");
    }
    return new VersionedProvider(new FlagSet(own, others, options));
  }
}
