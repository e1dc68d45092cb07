package dev.versioned.model;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Routes by the slots of one alias at one revision, and by its overrides if it was made with them.
 * Immutable and thread-safe. Routing takes one random number or one hash and an array read, without
 * allocation, lock, clock or floating point.
 *
 * @param <T> the type of the destinations
 */
public final class Router<T> {
  /**
   * The name of the hash that assigns slots to keys; its published test vectors guarantee that it
   * never changes.
   */
  public static final String HASH = "xxh3-64-utf16le";

  private final T[] owners;
  private final SlotHash hash;

  /** Null if no key is overridden, which costs routing one comparison. */
  private final @Nullable KeyTable<T> overrides;

  private Router(T[] owners, SlotHash hash, @Nullable KeyTable<T> overrides) {
    this.owners = owners;
    this.hash = hash;
    this.overrides = overrides;
  }

  /**
   * Makes a router.
   *
   * @param <T> the type of the destinations
   * @param slots the owner of each slot
   * @param hash assigns slots to keys
   * @param overrides the keys that always get a version
   * @param destination returns the destination of an owner or version; called once for each
   * @return the router
   */
  static <T> Router<T> of(
      Slots slots,
      SlotHash hash,
      Map<String, VersionNumber> overrides,
      Function<Target, ? extends T> destination) {
    Map<Target, T> destinations = new HashMap<>();
    @SuppressWarnings("unchecked") // the array never leaves this class
    T[] owners = (T[]) new Object[Slots.COUNT];
    int slot = 0;
    for (Slots.Run run : slots.runs()) {
      T owner = destinations.computeIfAbsent(run.owner(), destination);
      for (int end = slot + run.length(); slot < end; slot++) {
        owners[slot] = owner;
      }
    }
    if (overrides.isEmpty()) {
      return new Router<>(owners, hash, null);
    }
    Map<String, T> byKey = new TreeMap<>();
    overrides.forEach(
        (key, version) -> byKey.put(key, destinations.computeIfAbsent(version, destination)));
    return new Router<>(owners, hash, KeyTable.of(byKey, hash));
  }

  /**
   * Routes at random, by the weights.
   *
   * @return the owner of a slot drawn uniformly
   */
  public T route() {
    return owners[ThreadLocalRandom.current().nextInt(Slots.COUNT)];
  }

  /**
   * Routes by a key: the same key gets the same destination as long as its slot keeps its owner. An
   * overridden key gets the version that it is overridden with.
   *
   * @param key any text, such as a user's id
   * @return the destination of its override, or the owner of its slot
   */
  public T route(CharSequence key) {
    Objects.requireNonNull(key, "key");
    long hashed = hash.hash(key);
    KeyTable<T> table = overrides;
    if (table != null) {
      T overridden = table.find(key, hashed);
      // rule: override-comes-before-the-weights
      if (overridden != null) {
        return overridden;
      }
    }
    return owners[SlotHash.slotOf(hashed)];
  }

  /**
   * Returns where a key goes because it is overridden.
   *
   * @param key any text, such as a user's id
   * @return the destination; empty if the key follows the weights
   */
  public Optional<T> overrideOf(CharSequence key) {
    Objects.requireNonNull(key, "key");
    KeyTable<T> table = overrides;
    return table == null ? Optional.empty() : Optional.ofNullable(table.find(key, hash.hash(key)));
  }

  /**
   * Returns what owns a slot.
   *
   * @param slot a slot, as {@link #slot} returns it
   * @return its owner
   * @throws IndexOutOfBoundsException if there is no such slot
   */
  public T ownerOf(int slot) {
    return owners[slot];
  }

  /**
   * Returns the slot of a key.
   *
   * @param key any text
   * @return 0 to 9,999
   */
  public int slot(CharSequence key) {
    Objects.requireNonNull(key, "key");
    return hash.slot(key);
  }
}
