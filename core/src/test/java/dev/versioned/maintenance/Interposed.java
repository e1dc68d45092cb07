package dev.versioned.maintenance;

import dev.versioned.spi.ItemStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** A store with an interceptor between it and its caller. */
public final class Interposed {
  private Interposed() {}

  /** An interceptor of calls. */
  @FunctionalInterface
  public interface Between {
    Object call(Method method, Object[] arguments, Call call) throws Throwable;
  }

  /** The call to the store. */
  @FunctionalInterface
  public interface Call {
    Object proceed() throws Throwable;
  }

  /** Simulates the death of the process; must not be caught. */
  public static final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    public Killed(String at) {
      super(at, null, false, false);
    }
  }

  public static <T> T on(Class<T> type, T store, Between between) {
    Object proxy =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) ->
                between.call(
                    method,
                    arguments,
                    () -> {
                      try {
                        return method.invoke(store, arguments);
                      } catch (InvocationTargetException e) {
                        throw e.getCause();
                      }
                    }));
    return type.cast(proxy);
  }

  /** Returns an item store with a hook that runs before the calls of one purpose. */
  public static ItemStore before(ItemStore store, String purpose, Runnable happening) {
    return on(
        ItemStore.class,
        store,
        (method, arguments, call) -> {
          if (isFor(purpose, arguments)) {
            happening.run();
          }
          return call.proceed();
        });
  }

  /** Returns whether a call of an item store has a purpose, by its first words. */
  public static boolean isFor(String purpose, Object[] arguments) {
    return arguments != null && ((String) arguments[0]).startsWith(purpose + " ");
  }

  /** Returns a store with a hook that runs before the calls of one method. */
  public static <T> T before(Class<T> type, T store, String methodName, Runnable happening) {
    return on(
        type,
        store,
        (method, arguments, call) -> {
          if (method.getName().equals(methodName)) {
            happening.run();
          }
          return call.proceed();
        });
  }
}
