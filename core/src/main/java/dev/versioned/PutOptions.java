package dev.versioned;

import dev.versioned.internal.publish.PublishRequest;
import dev.versioned.model.Digest;
import dev.versioned.model.TransferListener;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Optional settings of a put. Used by one call, in one thread: {@code checkout.put(content, p ->
 * p.description("faster basket"))}. A put needs no idempotency key: it may be repeated.
 */
public final class PutOptions {
  private final PublishOptions common = new PublishOptions();

  PutOptions() {}

  /**
   * Sets the description of the working copy, and of the version that is published from it unless
   * that publish has its own description.
   *
   * @param description at most 256 characters, as in Lambda
   * @return these options
   * @throws IllegalArgumentException if it is longer
   */
  public PutOptions description(String description) {
    common.description(description);
    return this;
  }

  /**
   * Adds a name and a value to the metadata of the working copy, and of versions that are published
   * from it.
   *
   * @param name 1 to 128 of {@code A-Z a-z 0-9 . _ / : -}
   * @param value any text; names and values together at most 4,096 bytes
   * @return these options
   * @throws IllegalArgumentException if the name is not valid, or the limit is exceeded
   */
  public PutOptions metadata(String name, String value) {
    common.metadata(name, value);
    return this;
  }

  /**
   * Adds names and values to the metadata of the working copy, and of versions that are published
   * from it.
   *
   * @param entries as in {@link #metadata(String, String)}
   * @return these options
   * @throws IllegalArgumentException if a name is not valid, or the limit is exceeded
   */
  public PutOptions metadata(Map<String, String> entries) {
    common.metadata(entries);
    return this;
  }

  /**
   * Puts only content with this digest.
   *
   * @param digest the digest that the content must have; otherwise the put throws {@link
   *     dev.versioned.model.CorruptContentException}
   * @return these options
   */
  public PutOptions expectDigest(Digest digest) {
    common.expectDigest(digest);
    return this;
  }

  /**
   * Sets who puts, instead of {@link RepositorySettings#actor}.
   *
   * @param actor a person, a pipeline or a role; at most 256 characters
   * @return these options
   * @throws IllegalArgumentException if it is longer
   */
  public PutOptions by(String actor) {
    common.by(actor);
    return this;
  }

  /**
   * Sets a listener of the upload's progress.
   *
   * @param listener receives progress events, see {@link PublishOptions#onProgress}
   * @return these options
   */
  public PutOptions onProgress(TransferListener listener) {
    common.onProgress(listener);
    return this;
  }

  static PublishRequest gather(Consumer<PutOptions> options) {
    Objects.requireNonNull(options, "options");
    PutOptions gathered = new PutOptions();
    options.accept(gathered);
    return gathered.common.toRequest();
  }
}
