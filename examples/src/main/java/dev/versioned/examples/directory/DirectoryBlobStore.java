package dev.versioned.examples.directory;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.versioned.model.ArtifactName;
import dev.versioned.model.BackendException;
import dev.versioned.model.BlobKey;
import dev.versioned.model.Digest;
import dev.versioned.model.UnreadableContentException;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.BlobHeader;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.BlobSource;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.BlobUpload;
import dev.versioned.spi.UnfinishedWrite;
import dev.versioned.spi.WriteResult;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

// Over 300 lines: the whole store on one page, to be read from top to bottom.
/**
 * Stores blobs as files in one directory. A file starts with a {@link Header}, followed by the
 * bytes. It is written under {@code uploads} and then hard-linked into {@code blobs}; the file
 * system creates the link only if the name is free, so a key holds either nothing or one complete
 * blob.
 *
 * <p>A key may be any text: the file is named by its digest. The files of a killed process under
 * {@code uploads} are unfinished writes, which the collector removes.
 */
public final class DirectoryBlobStore implements BlobStore {
  private final Path directory;
  private final Path blobs;
  private final Path uploads;

  /**
   * Opens the store of a directory.
   *
   * @param directory where to store the files; created if it does not exist
   */
  public DirectoryBlobStore(Path directory) {
    this.directory = directory;
    this.blobs = directory.resolve("blobs");
    this.uploads = directory.resolve("uploads");
    access(directory, () -> Files.createDirectories(blobs));
    access(directory, () -> Files.createDirectories(uploads));
  }

  /** The texts at the start of a file. */
  private record Header(String key, String etag, BlobHeader blob) {
    byte[] bytes() throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      for (String text :
          List.of(key, etag, blob.contentType(), blob.fileName(), blob.attemptId())) {
        out.writeUTF(text);
      }
      return bytes.toByteArray();
    }

    static Header read(DataInputStream in) throws IOException {
      return new Header(
          in.readUTF(), in.readUTF(), new BlobHeader(in.readUTF(), in.readUTF(), in.readUTF()));
    }
  }

  /** An open file: its header, and its bytes, positioned at their start. */
  private record OpenFile(BlobInfo info, InputStream bytes) implements AutoCloseable {
    @SuppressWarnings("MustBeClosedChecker")
    static Optional<OpenFile> of(Path file) throws IOException {
      InputStream in;
      try {
        in = Files.newInputStream(file);
      } catch (NoSuchFileException e) {
        return Optional.empty();
      }
      try {
        Header header = Header.read(new DataInputStream(in));
        return Optional.of(
            new OpenFile(
                new BlobInfo(
                    new BlobKey(header.key()),
                    Files.size(file) - header.bytes().length,
                    header.etag(),
                    header.blob().attemptId(),
                    Files.getLastModifiedTime(file).toInstant()),
                in));
      } catch (EOFException | NoSuchFileException e) {
        // An upload that has just begun, or a blob that was deleted in the meantime.
        in.close();
        return Optional.empty();
      }
    }

    @Override
    public void close() throws IOException {
      bytes.close();
    }
  }

  private Path file(BlobKey key) {
    String name = Digest.of(key.value().getBytes(StandardCharsets.UTF_8)).hex();
    return blobs.resolve(key.value().split("/", 2)[0]).resolve(name);
  }

  @Override
  public WriteResult create(BlobKey key, BlobSource source, Digest digest, BlobHeader header) {
    byte[] bytes = read(key, source);
    checkHashed(key, Digest.of(bytes).equals(digest));
    WriteResult result;
    do {
      try (Upload upload = new Upload(key, header, bytes.length)) {
        upload.append(bytes, bytes.length);
        result = upload.complete();
      }
    } while (result instanceof WriteResult.Contended);
    return result;
  }

  private static byte[] read(BlobKey key, BlobSource source) {
    try (InputStream in = source.open()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw unreadable(key, e);
    }
  }

  private static void checkHashed(BlobKey key, boolean same) {
    if (!same) {
      throw unreadable(key, new IOException("it changed since it was hashed"));
    }
  }

  private static UnreadableContentException unreadable(BlobKey key, IOException e) {
    return new UnreadableContentException(
        "Cannot write " + key + ": its content cannot be read: " + e.getMessage(), e);
  }

  @Override
  public BlobUpload begin(BlobKey key, BlobHeader header, long sizeBytes) {
    return new Upload(key, header, sizeBytes);
  }

  private final class Upload implements BlobUpload {
    private final BlobKey key;
    private final long sizeBytes;
    private final Path file;
    private final FileChannel out;
    private long written;
    private boolean ended;

    Upload(BlobKey key, BlobHeader header, long sizeBytes) {
      this.key = key;
      this.sizeBytes = sizeBytes;
      String etag = UUID.randomUUID().toString();
      this.file = uploads.resolve(etag);
      this.out = access(key, () -> FileChannel.open(file, CREATE_NEW, WRITE));
      access(key, () -> out.write(ByteBuffer.wrap(new Header(key.value(), etag, header).bytes())));
    }

    void append(byte[] bytes, int length) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
      while (buffer.hasRemaining()) {
        written += access(key, () -> out.write(buffer));
      }
    }

    @Override
    public boolean put(BlobSource part) {
      check(!ended, "the upload has ended");
      byte[] bytes = read(key, part);
      CRC32C crc32c = new CRC32C();
      crc32c.update(bytes);
      checkHashed(key, (int) crc32c.getValue() == part.crc32c());
      append(bytes, bytes.length);
      return true;
    }

    @Override
    public WriteResult complete() {
      check(!ended, "the upload has ended");
      check(written == sizeBytes, "its parts are not as long as announced");
      return finish();
    }

    private void check(boolean condition, String otherwise) {
      if (!condition) {
        throw new IllegalStateException("Cannot write " + key + ": " + otherwise);
      }
    }

    WriteResult finish() {
      ended = true;
      return access(
          key,
          () -> {
            out.force(true);
            Optional<BlobInfo> info = info(file);
            Files.createDirectories(file(key).getParent());
            while (info.isPresent()) {
              try {
                Files.createLink(file(key), file);
                return new WriteResult.Written(info.get());
              } catch (NoSuchFileException e) {
                break;
              } catch (FileAlreadyExistsException e) {
                Optional<BlobInfo> there = find(key);
                if (there.isPresent()) {
                  return new WriteResult.Occupied(there.get());
                }
              }
            }
            // A collector has aborted it.
            return new WriteResult.Contended();
          });
    }

    /** Does nothing: this store cannot resume uploads. */
    @Override
    public void keep() {}

    @Override
    public void close() {
      ended = true;
      access(
          key,
          () -> {
            out.close();
            return Files.deleteIfExists(file);
          });
    }
  }

  @Override
  public WriteResult createFromStream(BlobKey key, InputStream content, BlobHeader header) {
    try (Upload upload = new Upload(key, header, 0)) {
      byte[] buffer = new byte[1 << 16];
      for (int read = read(key, content, buffer); read >= 0; read = read(key, content, buffer)) {
        upload.append(buffer, read);
      }
      WriteResult result = upload.finish();
      if (result instanceof WriteResult.Contended) {
        throw failure(key, new IOException("the write was aborted"));
      }
      return result;
    }
  }

  private static int read(BlobKey key, InputStream content, byte[] buffer) {
    try {
      return content.read(buffer);
    } catch (IOException e) {
      throw unreadable(key, e);
    }
  }

  @Override
  public WriteResult copy(BlobInfo source, BlobKey target, BlobHeader header) {
    try (InputStream bytes = open(source).orElse(null)) {
      return bytes == null ? new WriteResult.SourceGone() : createFromStream(target, bytes, header);
    } catch (IOException e) {
      throw failure(source.key(), e);
    }
  }

  @Override
  public Optional<BlobInfo> find(BlobKey key) {
    return access(key, () -> info(file(key)));
  }

  private static Optional<BlobInfo> info(Path file) throws IOException {
    try (OpenFile open = OpenFile.of(file).orElse(null)) {
      return Optional.ofNullable(open).map(OpenFile::info);
    }
  }

  @Override
  public Optional<InputStream> open(BlobKey key) {
    return access(key, () -> OpenFile.of(file(key)).map(OpenFile::bytes));
  }

  /** Opens the blob of one particular write. */
  private Optional<InputStream> open(BlobInfo blob) throws IOException {
    Optional<OpenFile> open = OpenFile.of(file(blob.key()));
    if (open.isPresent() && !open.get().info().etag().equals(blob.etag())) {
      open.get().close();
      return Optional.empty();
    }
    return open.map(OpenFile::bytes);
  }

  @Override
  public void delete(BlobKey key) {
    access(key, () -> Files.deleteIfExists(file(key)));
  }

  @Override
  public Stream<BlobInfo> list(ArtifactName artifact) {
    return in(artifact, artifact.value());
  }

  @Override
  public Stream<BlobInfo> list(ArtifactName artifact, VersionNumber number) {
    return in(artifact, BlobKey.folderOf(artifact, number));
  }

  /** Lists the artifact's keys only: on some file systems "a" and "A" are the same folder. */
  private Stream<BlobInfo> in(ArtifactName artifact, String folder) {
    return infos(blobs.resolve(artifact.value())).stream()
        .filter(blob -> blob.key().value().startsWith(folder + "/"))
        .sorted(Comparator.comparing(blob -> blob.key().value()));
  }

  private static List<BlobInfo> infos(Path under) {
    List<BlobInfo> infos = new ArrayList<>();
    for (Path file : children(under)) {
      access(file, () -> info(file)).ifPresent(infos::add);
    }
    return infos;
  }

  private static List<Path> children(Path under) {
    List<Path> children = new ArrayList<>();
    return access(
        under,
        () -> {
          try (DirectoryStream<Path> entries = Files.newDirectoryStream(under)) {
            entries.forEach(children::add);
          } catch (NoSuchFileException e) {
            // Nothing was ever written here.
          }
          return children;
        });
  }

  @Override
  public Stream<ArtifactName> artifacts() {
    return Stream.concat(
            children(blobs).stream().flatMap(folder -> infos(folder).stream()),
            infos(uploads).stream())
        .filter(
            blob ->
                !blob.key().equals(BlobKey.MARKER)
                    && !blob.key().value().startsWith(BlobKey.PROBES))
        .map(blob -> ArtifactName.parse(blob.key().value().split("/", 2)[0]))
        .distinct();
  }

  @Override
  public Stream<UnfinishedWrite> unfinishedWrites(ArtifactName artifact) {
    return infos(uploads).stream()
        .filter(blob -> blob.key().value().startsWith(artifact + "/"))
        .map(
            blob ->
                new UnfinishedWrite(
                    blob.key(), blob.etag(), blob.sizeBytes(), blob.lastModified()));
  }

  @Override
  public void abort(UnfinishedWrite write) {
    access(write.key(), () -> Files.deleteIfExists(uploads.resolve(write.id())));
  }

  /** Uses the file system's clock, which may be that of another host. */
  @Override
  public Instant now() {
    return access(
        directory,
        () -> {
          Path probe = Files.createTempFile(directory, "now-", "");
          Instant now = Files.getLastModifiedTime(probe).toInstant();
          Files.delete(probe);
          return now;
        });
  }

  @Override
  public Optional<String> place() {
    return Optional.of(access(directory, () -> directory.toRealPath().toUri().toString()));
  }

  private interface Access<T> {
    T run() throws IOException;
  }

  private static <T> T access(Object what, Access<T> access) {
    try {
      return access.run();
    } catch (IOException e) {
      throw failure(what, e);
    }
  }

  private static BackendException failure(Object what, IOException e) {
    return BackendException.transientFailure("Cannot access " + what + ": " + e, e);
  }

  /** Does nothing: no file stays open. */
  @Override
  public void close() {}
}
