package dev.versioned.openfeature;

import dev.versioned.AliasHandle;
import dev.versioned.LiveAlias;
import dev.versioned.WatchOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The flags by their keys, and the aliases that are followed for them. Thread-safe. */
final class FlagSet {
  private final Map<String, AliasHandle> own;
  private final Map<String, LiveAlias> others;
  private final Consumer<WatchOptions> options;
  private volatile Map<String, LiveAlias> followed = Map.of();

  FlagSet(
      Map<String, AliasHandle> own, Map<String, LiveAlias> others, Consumer<WatchOptions> options) {
    this.own = new LinkedHashMap<>(own);
    this.others = new LinkedHashMap<>(others);
    this.options = options;
  }

  boolean isKnown(String key) {
    return own.containsKey(key) || others.containsKey(key);
  }

  Optional<LiveAlias> find(String key) {
    return Optional.ofNullable(followed.get(key));
  }

  Map<String, LiveAlias> followed() {
    return followed;
  }

  /** Follows all aliases, or none. */
  synchronized void open(Runnable changed) {
    close();
    // Flags of one alias share what follows it, and its reads.
    Map<String, LiveAlias> opened = new LinkedHashMap<>();
    Map<String, LiveAlias> flags = new LinkedHashMap<>(others);
    try {
      own.forEach(
          (key, alias) ->
              flags.put(
                  key, opened.computeIfAbsent(alias.toString(), name -> watch(alias, changed))));
    } catch (RuntimeException e) {
      opened.values().forEach(LiveAlias::close);
      throw e;
    }
    followed = flags;
  }

  private LiveAlias watch(AliasHandle alias, Runnable changed) {
    return alias.watch(
        watch -> {
          options.accept(watch);
          watch.onChange((before, after) -> changed.run());
        });
  }

  synchronized void close() {
    Map<String, LiveAlias> now = followed;
    followed = Map.of();
    own.keySet().stream()
        .map(now::get)
        .filter(live -> live != null)
        .distinct()
        .forEach(LiveAlias::close);
  }
}
