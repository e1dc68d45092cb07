package dev.versioned.maintenance;

import dev.versioned.spi.ItemStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** A store with something between it and its caller. */
public final class Interposed {
  private Interposed() {}

  /** What stands between. */
  @FunctionalInterface
  public interface Between {
    Object call(Method method, Object[] arguments, Call call) throws Throwable;
  }

  /** The call to the store. */
  @FunctionalInterface
  public interface Call {
    Object proceed() throws Throwable;
  }

  /** The process dies: nothing may catch it. */
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

  /** An item store before whose calls of one purpose something else happens. */
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

  /** Whether a call of an item store is for a purpose, by the first words of it. */
  public static boolean isFor(String purpose, Object[] arguments) {
    return arguments != null && ((String) arguments[0]).startsWith(purpose + " ");
  }

  /** A store before whose calls of one method something else happens. */
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
