package dev.versioned;

import dev.versioned.internal.Metadata;
import dev.versioned.internal.publish.PublishRequest;
import dev.versioned.model.Digest;
import dev.versioned.model.IdempotencyKey;
import dev.versioned.model.TransferListener;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Optional settings of a publish. Used by one call, in one thread: {@code checkout.publish(content,
 * p -> p.description("faster basket"))}.
 */
public final class PublishOptions {
  private String description = "";
  private final Map<String, String> metadata = new TreeMap<>();
  private @Nullable IdempotencyKey idempotencyKey;
  private @Nullable Digest expectedDigest;
  private @Nullable String actor;
  private @Nullable TransferListener listener;
  private boolean evenIfUnchanged;

  PublishOptions() {}

  /**
   * Sets the description of the version.
   *
   * @param description at most 256 characters, as in Lambda; ignored if the content is unchanged,
   *     as in Lambda
   * @return these options
   * @throws IllegalArgumentException if it is longer
   */
  public PublishOptions description(String description) {
    Objects.requireNonNull(description, "description");
    this.description = Metadata.checkDescription(description);
    return this;
  }

  /**
   * Adds a name and a value to the version's metadata. Content with different metadata is different
   * content, and so another version.
   *
   * @param name 1 to 128 of {@code A-Z a-z 0-9 . _ / : -}
   * @param value any text; names and values together at most 4,096 bytes
   * @return these options
   * @throws IllegalArgumentException if the name is not valid, or the limit is exceeded
   */
  public PublishOptions metadata(String name, String value) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(value, "value");
    return metadata(Map.of(name, value));
  }

  /**
   * Adds names and values to the version's metadata.
   *
   * @param entries as in {@link #metadata(String, String)}
   * @return these options
   * @throws IllegalArgumentException if a name is not valid, or the limit is exceeded
   */
  public PublishOptions metadata(Map<String, String> entries) {
    Objects.requireNonNull(entries, "entries");
    Map<String, String> all = new TreeMap<>(metadata);
    all.putAll(entries);
    Metadata.checkMetadata(all);
    metadata.putAll(entries);
    return this;
  }

  /**
   * Makes a retry of this publish give the same version, for as long as keys are kept ({@link
   * RepositorySettings#keyRetention}). A retry of an interrupted publish takes over its number, if
   * no other has been reserved since, and does not resend the bytes that the store has kept.
   *
   * @param key the name of this intended publish
   * @return these options
   * @throws IllegalArgumentException if it is not a valid {@link IdempotencyKey}
   */
  public PublishOptions idempotencyKey(String key) {
    Objects.requireNonNull(key, "key");
    this.idempotencyKey = new IdempotencyKey(key);
    return this;
  }

  /**
   * Publishes only content with this digest, as {@code CodeSha256} does in Lambda's PublishVersion.
   *
   * @param digest the digest that the content must have; otherwise the publish throws {@link
   *     dev.versioned.model.CorruptContentException}
   * @return these options
   */
  public PublishOptions expectDigest(Digest digest) {
    this.expectedDigest = Objects.requireNonNull(digest, "digest");
    return this;
  }

  /**
   * Sets who publishes, instead of {@link RepositorySettings#actor}.
   *
   * @param actor a person, a pipeline, a role; at most 256 characters
   * @return these options
   * @throws IllegalArgumentException if it is longer
   */
  public PublishOptions by(String actor) {
    Objects.requireNonNull(actor, "actor");
    this.actor = Metadata.checkActor(actor);
    return this;
  }

  /**
   * Makes a new version even if the content is that of the newest one.
   *
   * @return these options
   */
  public PublishOptions evenIfUnchanged() {
    this.evenIfUnchanged = true;
    return this;
  }

  /**
   * Sets a listener that receives the progress of the upload. Hashing, before or during the upload,
   * is not counted. The progress of content that need not be uploaded, because it is unchanged, may
   * be reported only in part.
   *
   * @param listener receives progress events
   * @return these options
   */
  public PublishOptions onProgress(TransferListener listener) {
    this.listener = Objects.requireNonNull(listener, "listener");
    return this;
  }

  static PublishRequest gather(Consumer<PublishOptions> options) {
    Objects.requireNonNull(options, "options");
    PublishOptions gathered = new PublishOptions();
    options.accept(gathered);
    return gathered.toRequest();
  }

  PublishRequest toRequest() {
    return new PublishRequest(
        description,
        Collections.unmodifiableSortedMap(new TreeMap<>(metadata)),
        Optional.ofNullable(idempotencyKey),
        Optional.ofNullable(expectedDigest),
        Optional.ofNullable(actor),
        Optional.ofNullable(listener),
        evenIfUnchanged);
  }
}
