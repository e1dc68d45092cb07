package dev.versioned.model;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import java.util.Objects;

/**
 * Assigns a slot to each routing key. Thread-safe; {@link #slot} allocates nothing and takes no
 * lock.
 *
 * <p>The definition: {@code seed = XXH3_64(salt)} with {@code salt = artifact/alias/splitId},
 * {@code hash32 = XXH3_64(key, seed) >>> 32}, {@code slot = hash32 * 10000 >>> 32}, all unsigned,
 * salt and key as their UTF-16 code units in little-endian order. Published test vectors guarantee
 * that it never changes, so that implementations in other languages route alike.
 */
final class SlotHash {
  private final Hasher64 hasher;

  /**
   * Makes the hash of one split.
   *
   * @param artifact the artifact
   * @param alias the alias
   * @param splitId distinguishes this split from earlier ones
   */
  SlotHash(ArtifactName artifact, AliasName alias, String splitId) {
    Objects.requireNonNull(artifact, "artifact");
    Objects.requireNonNull(alias, "alias");
    Objects.requireNonNull(splitId, "splitId");
    String salt = artifact + "/" + alias + "/" + splitId;
    this.hasher = Hashing.xxh3_64(Hashing.xxh3_64().hashCharsToLong(salt));
  }

  /**
   * Returns the slot of a key.
   *
   * @param key any text
   * @return 0 to 9,999, always the same for the same key and split
   */
  int slot(CharSequence key) {
    return slotOf(hash(key));
  }

  /**
   * Returns the whole hash of a key.
   *
   * @param key any text
   * @return the hash, unsigned
   */
  long hash(CharSequence key) {
    Objects.requireNonNull(key, "key");
    return hasher.hashCharsToLong(key);
  }

  /**
   * Returns the slot of a hash.
   *
   * @param hash the whole hash of a key
   * @return 0 to 9,999
   */
  static int slotOf(long hash) {
    return (int) (((hash >>> 32) * Slots.COUNT) >>> 32);
  }
}
