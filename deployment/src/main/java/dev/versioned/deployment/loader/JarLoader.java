package dev.versioned.deployment.loader;

import dev.versioned.deployment.VersionLoader;
import dev.versioned.model.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Loads a jar in a class loader of its own, and makes the one implementation of an interface that
 * the jar names in {@code META-INF/services}, as {@link java.util.ServiceLoader} does: {@code
 * JarLoader.of(Handler.class)}.
 *
 * <p>Where a class comes from:
 *
 * <ul>
 *   <li>the JDK's packages: from the JDK, always;
 *   <li>the interface's own package, those of {@link Builder#api}, and {@code org.slf4j} with those
 *       below it: from the application, or from the jar if the application does not have the class;
 *   <li>all others: from the jar, or from the application if the jar does not have the class. With
 *       {@link Builder#isolated} from the jar only.
 * </ul>
 *
 * <p>Resources come from the jar first, then from the application; with {@code isolated} from the
 * jar and the JDK.
 *
 * <p>The class loader is named like the version, {@code checkout:7}, and stack traces show the
 * name; if a class loader of that name is still in memory, it is {@code checkout:7#2}. It is the
 * context class loader while the implementation is made and closed. It loads classes in parallel,
 * defines packages with the manifest's attributes, keeps to their sealing, and reads multi-release
 * jars as of the running Java. {@code Class-Path} of the manifest may name only files that do not
 * exist: a version is one file.
 *
 * <p>The jar is open until {@link #close}, and can be deleted after it. It must not change while it
 * is open. Thread-safe.
 *
 * @param <T> the interface
 */
public final class JarLoader<T> implements VersionLoader<T> {
  private final Class<T> type;
  private final ClassLoader application;
  private final boolean isolated;
  private final SharedPackages shared;
  private final Map<T, JarClassLoader> open = Collections.synchronizedMap(new IdentityHashMap<>());

  private JarLoader(Builder<T> builder) {
    this.type = builder.type;
    this.application = builder.application;
    this.isolated = builder.isolated;
    this.shared = new SharedPackages(builder.type.getPackageName(), builder.api);
  }

  /**
   * Returns a loader with the defaults of {@link #builder}.
   *
   * @param <T> the interface
   * @param type an interface or class of the application, which the jar implements or extends
   * @return a loader
   */
  public static <T> JarLoader<T> of(Class<T> type) {
    return builder(type).build();
  }

  /**
   * Returns a builder.
   *
   * @param <T> the interface
   * @param type an interface or class of the application, which the jar implements or extends
   * @return a builder
   */
  public static <T> Builder<T> builder(Class<T> type) {
    return new Builder<>(Objects.requireNonNull(type, "type"));
  }

  /**
   * Builds a loader. Not thread-safe.
   *
   * @param <T> the interface
   */
  public static final class Builder<T> {
    private final Class<T> type;
    private final Set<String> api = new HashSet<>();
    private ClassLoader application;
    private boolean isolated;

    private Builder(Class<T> type) {
      this.type = type;
      ClassLoader own = type.getClassLoader();
      this.application = own == null ? ClassLoader.getSystemClassLoader() : own;
    }

    /**
     * Adds packages that jar and application share, with those below them: those of the types that
     * the interface's methods have as parameters and results. Their classes come from the
     * application even if the jar has them too.
     *
     * @param packages names such as {@code com.acme.api}
     * @return this builder
     * @throws IllegalArgumentException if a name is blank
     */
    public Builder<T> api(String... packages) {
      for (String name : packages) {
        if (Objects.requireNonNull(name, "packages").isBlank()) {
          throw new IllegalArgumentException(
              "Cannot share the unnamed package: name one such as com.acme.api");
        }
        api.add(name);
      }
      return this;
    }

    /**
     * Sets that the jar sees nothing of the application but the shared packages: the jar has all
     * its libraries. By default it sees the application's for what it does not have itself.
     *
     * @return this builder
     */
    public Builder<T> isolated() {
      this.isolated = true;
      return this;
    }

    /**
     * Sets the application's class loader. Default: the one of the interface, or the system class
     * loader if the interface is the JDK's.
     *
     * @param loader a class loader that loads the interface
     * @return this builder
     */
    public Builder<T> application(ClassLoader loader) {
      this.application = Objects.requireNonNull(loader, "loader");
      return this;
    }

    /**
     * Builds the loader.
     *
     * @return a loader
     */
    public JarLoader<T> build() {
      return new JarLoader<>(this);
    }
  }

  /**
   * Loads the jar and makes its implementation.
   *
   * @param file the jar
   * @param version the version
   * @return the implementation, made by its constructor or {@code provider} method
   * @throws LoadException if the file is not a jar, names other files in its {@code Class-Path},
   *     names no or several implementations, or one that cannot be made: for example, because it is
   *     compiled for a newer Java, or throws
   * @throws IOException if the file cannot be read
   */
  @Override
  public T load(Path file, Version version) throws IOException, LoadException {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(version, "version");
    Path real = file.toRealPath();
    JarFacts.check(real, version);
    ClassLoader parent = isolated ? JdkPackages.loader() : application;
    JarClassLoader loader =
        OpenJars.named(
            version.toString(),
            name -> new JarClassLoader(name, real, application, parent, shared));
    try {
      T made = ContextLoader.call(loader, new Implementations<>(type, version, loader)::only);
      open.put(made, loader);
      return made;
    } catch (Throwable failure) {
      closeAfter(failure, loader);
      throw failure;
    }
  }

  private static void closeAfter(Throwable failure, JarClassLoader loader) {
    try {
      loader.close();
    } catch (IOException unclosed) {
      failure.addSuppressed(unclosed);
    }
  }

  /**
   * Closes what was loaded if it is {@link AutoCloseable}, and then its class loader and jar, even
   * if closing it throws.
   *
   * @param loaded what {@link #load} returned
   * @throws Exception if one of them cannot be closed
   */
  @Override
  public void close(T loaded) throws Exception {
    JarClassLoader loader = open.remove(Objects.requireNonNull(loaded, "loaded"));
    if (loader == null) {
      return;
    }
    try (JarClassLoader closing = loader) {
      ContextLoader.<Boolean, Exception>call(
          closing,
          () -> {
            VersionLoader.super.close(loaded);
            return true;
          });
    }
  }

  @Override
  public Optional<ClassLoader> classLoader(T loaded) {
    return Optional.ofNullable(open.get(Objects.requireNonNull(loaded, "loaded")));
  }
}
