package dev.versioned.internal.directory;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The files of this machine, until an operation whose number is chosen: from then on every
 * operation fails, also those that clean up. What the disk then has is what a process leaves that
 * is killed there. Bytes that are written through an open channel are not counted.
 */
public final class CrashingFiles extends FileSystem {
  private final Path root;
  private final FileSystem real;
  private final AtomicInteger left;
  private final Provider provider = new Provider();

  /** The process is dead. */
  public static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  private CrashingFiles(Path root, int operations) {
    this.root = root;
    this.real = root.getFileSystem();
    this.left = new AtomicInteger(operations);
  }

  /** Returns a directory in which so many operations succeed. */
  public static Path in(Path directory, int operations) {
    return new CrashingFiles(directory.toAbsolutePath(), operations).wrap(directory);
  }

  /** Returns whether all operations succeeded so far. */
  public static boolean isAlive(Path path) {
    return ((CrashingFiles) path.getFileSystem()).left.get() > 0;
  }

  private void use() {
    if (left.getAndDecrement() <= 0) {
      left.set(0);
      throw new Killed();
    }
  }

  private Path wrap(Path path) {
    return (Path)
        Proxy.newProxyInstance(
            CrashingFiles.class.getClassLoader(),
            new Class<?>[] {Path.class, Wrapped.class},
            (self, method, arguments) -> call(path, method, arguments));
  }

  /** A path that has another one. */
  public interface Wrapped {
    Path real();
  }

  private static Path real(@Nullable Path path) {
    return path instanceof Wrapped wrapped
        ? wrapped.real()
        : java.util.Objects.requireNonNull(path);
  }

  private @Nullable Object call(Path path, Method method, Object @Nullable [] arguments)
      throws Throwable {
    String name = method.getName();
    if (name.equals("real")) {
      return path;
    } else if (name.equals("getFileSystem")) {
      return this;
    } else if (name.equals("toRealPath")) {
      use();
    }
    Object[] given = arguments == null ? new Object[0] : arguments.clone();
    for (int i = 0; i < given.length; i++) {
      if (given[i] instanceof Path other) {
        given[i] = real(other);
      }
    }
    try {
      Object result = method.invoke(path, given);
      return result instanceof Path other ? wrap(other) : result;
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  @Override
  public FileSystemProvider provider() {
    return provider;
  }

  @Override
  public Path getPath(String first, String... more) {
    return wrap(real.getPath(first, more));
  }

  @Override
  public PathMatcher getPathMatcher(String pattern) {
    PathMatcher matcher = real.getPathMatcher(pattern);
    return path -> matcher.matches(real(path));
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public boolean isReadOnly() {
    return false;
  }

  @Override
  public String getSeparator() {
    return real.getSeparator();
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    return List.of(wrap(root));
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    return real.getFileStores();
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return real.supportedFileAttributeViews();
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    return real.getUserPrincipalLookupService();
  }

  @Override
  public WatchService newWatchService() {
    throw new UnsupportedOperationException();
  }

  /** Counts each operation, and passes it on. */
  private final class Provider extends FileSystemProvider {
    private FileSystemProvider files() {
      use();
      return real.provider();
    }

    @Override
    public String getScheme() {
      return "crashing";
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> settings) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
      return CrashingFiles.this;
    }

    @Override
    public Path getPath(URI uri) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileChannel newFileChannel(
        Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
        throws IOException {
      return files().newFileChannel(real(path), options, attributes);
    }

    @Override
    public SeekableByteChannel newByteChannel(
        Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
        throws IOException {
      return files().newByteChannel(real(path), options, attributes);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(
        Path directory, DirectoryStream.Filter<? super Path> filter) throws IOException {
      List<Path> found = new ArrayList<>();
      try (DirectoryStream<Path> all =
          files().newDirectoryStream(real(directory), path -> filter.accept(wrap(path)))) {
        all.forEach(path -> found.add(wrap(path)));
      }
      return new DirectoryStream<>() {
        @Override
        public Iterator<Path> iterator() {
          return found.iterator();
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public void createDirectory(Path directory, FileAttribute<?>... attributes) throws IOException {
      files().createDirectory(real(directory), attributes);
    }

    @Override
    public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attributes)
        throws IOException {
      files().createSymbolicLink(real(link), real(target), attributes);
    }

    @Override
    public void delete(Path path) throws IOException {
      files().delete(real(path));
    }

    @Override
    public void copy(Path from, Path to, CopyOption... options) throws IOException {
      files().copy(real(from), real(to), options);
    }

    @Override
    public void move(Path from, Path to, CopyOption... options) throws IOException {
      files().move(real(from), real(to), options);
    }

    @Override
    public boolean isSameFile(Path one, Path two) throws IOException {
      return files().isSameFile(real(one), real(two));
    }

    @Override
    public boolean isHidden(Path path) throws IOException {
      return files().isHidden(real(path));
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
      return files().getFileStore(real(path));
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
      files().checkAccess(real(path), modes);
    }

    @Override
    public <V extends FileAttributeView> @Nullable V getFileAttributeView(
        Path path, Class<V> type, LinkOption... options) {
      return files().getFileAttributeView(real(path), type, options);
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(
        Path path, Class<A> type, LinkOption... options) throws IOException {
      return files().readAttributes(real(path), type, options);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
        throws IOException {
      return files().readAttributes(real(path), attributes, options);
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options)
        throws IOException {
      files().setAttribute(real(path), attribute, value, options);
    }
  }
}
