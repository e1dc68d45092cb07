package dev.versioned.examples.directory;

import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.BackendException;
import dev.versioned.spi.Consistency;
import dev.versioned.spi.IndexQuery;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemKey;
import dev.versioned.spi.ItemQuery;
import dev.versioned.spi.ItemStore;
import dev.versioned.spi.ItemWrite;
import dev.versioned.spi.Page;
import dev.versioned.spi.StoreIdentity;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Stores items in a journal, a file in one directory, with a copy in memory. A write happens under
 * the file's lock: it reads what other processes have written since, decides in memory, and appends
 * the resulting items. An entry, which is one write or one transaction, has a checksum, so that it
 * counts either completely or not at all; a partial entry of a killed process is overwritten.
 *
 * <p>The journal only grows, and all items must fit into memory.
 */
public final class DirectoryItemStore implements ItemStore {
  /**
   * A file lock belongs to the process; threads, including those of other stores, also need this
   * lock.
   */
  private static final Object PROCESS = new Object();

  /** The length and the checksum before an entry. */
  private static final int FRAME = 2 * Integer.BYTES;

  private final Path journal;
  private MemoryItemStore items = new MemoryItemStore();
  private long position;

  /**
   * Opens the store of a directory.
   *
   * @param directory where to store the journal; created if it does not exist
   */
  public DirectoryItemStore(Path directory) {
    this.journal = directory.resolve("items");
    try {
      Files.createDirectories(directory);
      new RandomAccessFile(journal.toFile(), "rw").close();
    } catch (IOException e) {
      throw failure("open the store", e);
    }
  }

  @Override
  public Optional<Item> read(String purpose, ItemKey key, Consistency consistency) {
    return reading(purpose, now -> now.read(purpose, key, consistency));
  }

  @Override
  public Page<Item> query(String purpose, ItemQuery query, Consistency consistency) {
    return reading(purpose, now -> now.query(purpose, query, consistency));
  }

  @Override
  public Page<Item> queryIndex(String purpose, IndexQuery query) {
    return reading(purpose, now -> now.queryIndex(purpose, query));
  }

  @Override
  public Stream<ItemKey> keys(String purpose) {
    return reading(purpose, now -> now.keys(purpose));
  }

  @Override
  public ItemWrite.Result write(String purpose, ItemWrite write) {
    return writing(
        purpose,
        List.of(write),
        now -> now.write(purpose, write),
        result -> result instanceof ItemWrite.Written);
  }

  @Override
  public ItemWrite.TransactionResult writeAll(String purpose, List<ItemWrite> writes) {
    return writing(
        purpose,
        writes,
        now -> now.writeAll(purpose, writes),
        result -> result instanceof ItemWrite.AllWritten);
  }

  private interface Operation<T> {
    T on(MemoryItemStore now);
  }

  private <T> T reading(String purpose, Operation<T> operation) {
    synchronized (PROCESS) {
      try (RandomAccessFile file = new RandomAccessFile(journal.toFile(), "r")) {
        readNew(file);
      } catch (IOException e) {
        throw failure(purpose, e);
      }
      return operation.on(items);
    }
  }

  private <T> T writing(
      String purpose, List<ItemWrite> writes, Operation<T> operation, Predicate<T> happened) {
    synchronized (PROCESS) {
      try (RandomAccessFile file = new RandomAccessFile(journal.toFile(), "rw")) {
        // Held until the file is closed.
        file.getChannel().lock();
        readNew(file);
        T result = operation.on(items);
        if (happened.test(result)) {
          append(purpose, file, writes);
        }
        return result;
      } catch (IOException e) {
        throw failure(purpose, e);
      }
    }
  }

  /** Reads the complete entries after the position where the last call ended. */
  private void readNew(RandomAccessFile file) throws IOException {
    while (file.length() - position >= FRAME) {
      file.seek(position);
      int length = file.readInt();
      int checksum = file.readInt();
      if (length < 0 || length > file.length() - position - FRAME) {
        return;
      }
      byte[] entry = new byte[length];
      file.readFully(entry);
      if (checksum(entry) != checksum) {
        return;
      }
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(entry));
      while (in.available() > 0) {
        items.write("read the journal", ItemCodec.read(in));
      }
      position += FRAME + length;
    }
  }

  private void append(String purpose, RandomAccessFile file, List<ItemWrite> writes) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      for (ItemWrite write : writes) {
        ItemKey key = write.key();
        ItemCodec.write(out, key, items.read(purpose, key, Consistency.STRONG));
      }
      byte[] entry = bytes.toByteArray();
      byte[] frame = new byte[FRAME + entry.length];
      ByteBuffer.wrap(frame).putInt(entry.length).putInt(checksum(entry)).put(entry);
      file.setLength(position);
      file.seek(position);
      file.write(frame);
      file.getFD().sync();
      position += frame.length;
    } catch (IOException e) {
      items = new MemoryItemStore();
      position = 0;
      throw BackendException.unknownOutcome("Cannot " + purpose + " in " + journal + ": " + e, e);
    }
  }

  private static int checksum(byte[] entry) {
    CRC32C crc32c = new CRC32C();
    crc32c.update(entry);
    return (int) crc32c.getValue();
  }

  private BackendException failure(String purpose, IOException e) {
    return BackendException.transientFailure("Cannot " + purpose + " in " + journal + ": " + e, e);
  }

  /** Identifies the file itself: a journal that was restored in its place is a different one. */
  @Override
  public Optional<StoreIdentity> identity() {
    try {
      Object file = Files.readAttributes(journal, BasicFileAttributes.class).fileKey();
      return Optional.of(
          StoreIdentity.ofKnown("journal " + (file == null ? journal.toRealPath() : file)));
    } catch (IOException e) {
      throw failure("identify the store", e);
    }
  }

  /** Does nothing: no file stays open. */
  @Override
  public void close() {}
}
