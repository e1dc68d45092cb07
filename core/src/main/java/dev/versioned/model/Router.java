package dev.versioned.model;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/**
 * Routes by the slots of one alias at one revision. Immutable and thread-safe. Routing takes one
 * random number or one hash and an array read, without allocation, lock, clock or floating point.
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

  private Router(T[] owners, SlotHash hash) {
    this.owners = owners;
    this.hash = hash;
  }

  /**
   * Makes a router.
   *
   * @param <T> the type of the destinations
   * @param slots the owner of each slot
   * @param hash assigns slots to keys
   * @param destination returns the destination of an owner; called once for each
   * @return the router
   */
  static <T> Router<T> of(Slots slots, SlotHash hash, Function<Target, ? extends T> destination) {
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
    return new Router<>(owners, hash);
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
   * Routes by a key: the same key gets the same destination as long as its slot keeps its owner.
   *
   * @param key any text, such as a user's id
   * @return the owner of the key's slot
   */
  public T route(CharSequence key) {
    Objects.requireNonNull(key, "key");
    return owners[hash.slot(key)];
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
