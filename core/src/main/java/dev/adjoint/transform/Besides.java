package dev.adjoint.transform;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.adjoint.internal.Message;

/** Where a value comes from that a compiled function's result holds besides tensors: at every call as if the function had run. */
sealed interface Besides {

  /** One that never changes. */
  record Same(Object value) implements Besides {
  }

  /** One that the function captured: which one that is only the function knows. */
  record OfFunction() implements Besides {
  }

  /** One that the argument holds, by its place there. */
  record OfArgument(int place) implements Besides {
  }

  /** One that the function makes at every call. */
  record Anew(Object value) implements Besides {
  }

  /**
   * Where a value of the result comes from.
   *
   * @param argument what the argument holds besides tensors
   */
  @SuppressWarnings("ReferenceEquality") // that it is the argument's own is what is asked
  static Besides of(Object value, List<Object> argument, Captured captured) {
    if (Contents.of(value).isSymbolic()) {
      throw Message.illegal("compile",
          "the result holds a tensor in an object of %s, where a replay could not put the one of its call: "
              + "return tensors, or records, lists, maps, arrays and Optionals of them",
          value.getClass());
    }
    if (Captured.isConstant(value)) {
      return new Same(value);
    }
    var place = IntStream.range(0, argument.size()).filter(i -> argument.get(i) == value).findFirst();
    if (place.isPresent()) {
      return new OfArgument(place.getAsInt());
    }
    return captured.has(value) ? new OfFunction() : new Anew(copy(value));
  }

  /** The value for a call. */
  default Object value(List<Object> argument) {
    return switch (this) {
      case Same(var value) -> value;
      case OfArgument(var place) -> argument.get(place);
      case Anew(var value) -> copy(value);
      case OfFunction _ -> throw new AssertionError("the function runs as it is");
    };
  }

  private static Object copy(Object value) {
    return switch (value) {
      case Object[] array -> Arrays.stream(array).map(Besides::copy)
          .toArray(n -> (Object[]) Array.newInstance(array.getClass().componentType(), n));
      case List<?> list -> {
        var copies = new ArrayList<>();
        list.forEach(element -> copies.add(copy(element)));
        yield copies;
      }
      case Map<?, ?> map -> {
        var copies = new LinkedHashMap<>();
        map.forEach((key, element) -> copies.put(key, copy(element)));
        yield copies;
      }
      case Record components -> {
        var type = RecordType.of(components.getClass());
        yield type.make(type.values(components).stream().map(Besides::copy).toList());
      }
      case Object array when array.getClass().isArray() -> JavaValue.Numbers.copied(array).array();
      case null -> null;
      default -> {
        if (!Captured.isConstant(value)) {
          throw Message.illegal("compile",
              "the result holds an object of %s that the function makes, and all calls would give that "
                  + "one: return tensors, numbers and texts, or records, lists, maps and arrays of them",
              value.getClass());
        }
        yield value;
      }
    };
  }
}
