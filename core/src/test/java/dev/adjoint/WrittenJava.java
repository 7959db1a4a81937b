package dev.adjoint;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import dev.adjoint.array.NdArray;

/** A program as Java, compiled and loaded with nothing but the JDK on the class path. */
final class WrittenJava {
  private final Class<?> type;
  private final Method run;
  private final int states;
  private Object instance;

  /** Compiles a source without warnings. */
  WrittenJava(String source, String className, int states, Path folder) {
    this.states = states;
    var file = new SimpleJavaFileObject(URI.create("string:///" + className.replace('.', '/') + ".java"),
        JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return source;
      }
    };
    var messages = new StringWriter();
    var options = List.of("-d", folder.toString(), "-cp", "", "--release", "17", "-Xlint:all", "-Werror", "-proc:none");
    if (!ToolProvider.getSystemJavaCompiler().getTask(messages, null, null, options, null, List.of(file)).call()) {
      throw new AssertionError(messages + "\n" + source);
    }
    try (var loader = new URLClassLoader(new URL[]{folder.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
      this.type = loader.loadClass(className);
      for (var nested : type.getDeclaredClasses()) {
        Class.forName(nested.getName(), true, loader);
      }
      this.run = Arrays.stream(type.getMethods()).filter(method -> method.getName().equals("run")).findFirst()
          .orElseThrow();
    } catch (MalformedURLException e) {
      throw new AssertionError(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ClassNotFoundException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  /** Makes an instance with these states. */
  void start(List<Tensor> values) {
    try {
      instance = type.getConstructors()[0].newInstance(values.stream().map(v -> v.value().storage()).toArray());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  /** The present states. */
  List<Object> states() {
    return Arrays.stream(type.getFields()).<Object>map(field -> {
      try {
        return field.get(instance);
      } catch (ReflectiveOperationException e) {
        throw new LinkageError(e.getMessage(), e);
      }
    }).toList().subList(0, states);
  }

  /** The results, each an array of its elements. */
  List<Object> run(List<Tensor> arguments) {
    try {
      var result = run.invoke(instance, arguments.stream().map(x -> x.value().storage()).toArray());
      if (result == null) {
        return List.of();
      }
      if (result.getClass().isArray()) {
        return List.of(result);
      }
      var results = new ArrayList<Object>();
      for (var component : result.getClass().getRecordComponents()) {
        results.add(component.getAccessor().invoke(result));
      }
      return results;
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new LinkageError(e.getMessage(), e);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  /** Elements as an array of a type. */
  static NdArray array(TensorType type, Object elements) {
    return NdArray.wrap(type, elements);
  }

  /** The largest distance of two arrays, in units in the last place of the largest element, or infinity where one is no number. */
  static double distance(NdArray expected, NdArray actual) {
    if (!expected.type().equals(actual.type())) {
      return Double.POSITIVE_INFINITY;
    }
    double largest = 0;
    double distance = 0;
    for (int i = 0; i < expected.size(); i++) {
      double e = number(expected, i);
      double a = number(actual, i);
      if (Double.compare(e, a) != 0) {
        distance = Double.isFinite(e) && Double.isFinite(a)
            ? Math.max(distance, Math.abs(e - a))
            : Double.POSITIVE_INFINITY;
      }
      largest = Double.isFinite(e) ? Math.max(largest, Math.abs(e)) : largest;
    }
    double ulp = expected.dtype() == DType.FLOAT32 ? Math.ulp((float) largest) : Math.ulp(largest);
    return distance == 0 ? 0 : distance / ulp;
  }

  private static double number(NdArray x, int i) {
    var element = Array.get(x.storage(), i);
    return element instanceof Boolean truth ? truth ? 1 : 0 : ((Number) element).doubleValue();
  }
}
