package dev.versioned.internal.publish;

import dev.versioned.internal.Log;
import dev.versioned.model.BackendException;
import dev.versioned.model.BlobKey;
import dev.versioned.model.Digest;
import dev.versioned.spi.BlobHeader;
import dev.versioned.spi.BlobSource;
import dev.versioned.spi.WriteResult;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * The upload of large content that goes on while the content is still being hashed, under the key
 * that it will probably have. Nobody can see it before {@link #finish} says that the key is right;
 * else it is given up, and has cost no more than the time of the hash.
 *
 * <p>What the executor has not begun by the time it is asked for is done by the thread that asks: a
 * busy executor delays nobody, and one that never comes to the upload leaves it to {@link #finish}.
 */
final class AheadUpload implements AutoCloseable {
  private final HashedContent content;
  private final Supplier<Optional<Destination>> expected;
  private final Writer writer;
  private final AtomicBoolean asked = new AtomicBoolean();
  private final AtomicBoolean sent = new AtomicBoolean();
  private final CompletableFuture<Optional<Destination>> destination = new CompletableFuture<>();
  private final CompletableFuture<WriteResult> result = new CompletableFuture<>();
  private final CompletableFuture<Boolean> decision = new CompletableFuture<>();
  private volatile boolean withdrawn;
  private volatile boolean kept;

  /** Where the content is to go, and what is to be kept beside it. */
  record Destination(BlobKey key, BlobHeader header) {}

  /** Writes content: {@link dev.versioned.spi.BlobStore#create} or {@code resume}. */
  @FunctionalInterface
  interface Writer {
    WriteResult write(BlobKey key, BlobSource source, BlobHeader header);
  }

  private AheadUpload(
      HashedContent content, Supplier<Optional<Destination>> expected, Writer writer) {
    this.content = content;
    this.expected = expected;
    this.writer = writer;
  }

  /** Starts; {@code expected} says where the content will go, or nothing if it may not be sent. */
  static AheadUpload start(
      HashedContent content,
      Supplier<Optional<Destination>> expected,
      Writer writer,
      Executor executor) {
    AheadUpload upload = new AheadUpload(content, expected, writer);
    executor.execute(
        () -> {
          upload.ask();
          executor.execute(upload::send);
        });
    return upload;
  }

  /** Finds out where to send the content, unless a thread is at it. */
  private void ask() {
    if (!asked.compareAndSet(false, true)) {
      return;
    }
    Optional<Destination> to = Optional.empty();
    try {
      to = withdrawn ? to : expected.get();
    } catch (RuntimeException | Error e) {
      // Whoever needs the answer asks again, and hears of it.
      Log.TRANSFER.debug("nothing is uploaded ahead", e);
    } finally {
      destination.complete(to);
    }
  }

  private Optional<Destination> destination() {
    ask();
    return destination.join();
  }

  /** Sends the content, unless a thread is at it. */
  private void send() {
    if (!sent.compareAndSet(false, true)) {
      return;
    }
    Optional<Destination> to = destination();
    if (to.isEmpty() || withdrawn) {
      result.cancel(false);
      return;
    }
    try {
      result.complete(writer.write(to.get().key(), new Gated(), to.get().header()));
    } catch (RuntimeException | Error e) {
      result.completeExceptionally(e);
    }
  }

  /**
   * Makes the blob, if this is where the content went.
   *
   * @return what came of it; nothing if the content went elsewhere, and the upload was given up
   */
  Optional<WriteResult> finish(BlobKey key, BlobHeader header) {
    if (!destination().equals(Optional.of(new Destination(key, header)))
        || !decision.complete(true)) {
      close();
      return Optional.empty();
    }
    send();
    try {
      return Optional.of(result.get());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      } else if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      kept = true;
      withdrawn = true;
      awaitEnd();
      Thread.currentThread().interrupt();
      throw BackendException.passing("Cannot write " + key + ": the thread was interrupted", e);
    }
  }

  /** Lets what is there stay when it is given up, if the store can go on with it. */
  void keep() {
    kept = true;
  }

  /** Gives the upload up, unless it was finished; returns when nothing is under way any more. */
  @Override
  public void close() {
    if (decision.complete(false)) {
      withdrawn = true;
    }
    awaitEnd();
  }

  private void awaitEnd() {
    send();
    try {
      result.join();
    } catch (CancellationException | CompletionException e) {
      Log.TRANSFER.debug("the upload that went ahead has ended", e);
    }
  }

  private void check() {
    if (withdrawn && kept) {
      // A failure, after which the store keeps what it may be asked to resume, and tries no more.
      throw BackendException.lasting("Cannot finish the upload: the publish failed", null);
    } else if (withdrawn) {
      throw new CancellationException("the upload is not needed, or not under this key");
    }
  }

  /** The content, which nobody gets any more once the upload is given up. */
  private final class Gated implements BlobSource {
    @Override
    public long sizeBytes() {
      return content.sizeBytes();
    }

    @Override
    public Digest digest() {
      return content.digest();
    }

    @Override
    public List<Part> parts() {
      check();
      return content.parts();
    }

    @Override
    public InputStream open(Part part) throws IOException {
      check();
      return new FilterInputStream(content.open(part)) {
        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
          check();
          return super.read(buffer, offset, length);
        }
      };
    }

    @Override
    public void alreadyStored(Part part) {
      content.alreadyStored(part);
    }

    @Override
    public void beforeCompletion() {
      if (!decision.join()) {
        check();
      }
    }
  }
}
