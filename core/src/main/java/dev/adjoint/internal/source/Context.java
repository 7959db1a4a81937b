package dev.adjoint.internal.source;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import dev.adjoint.DType;
import dev.adjoint.TensorType;

/** What is known and found out while the steps of a program are written. */
final class Context {
  private final List<TensorType> types;
  private final List<String> variables;
  private final Map<Helper, Set<DType>> helpers = new LinkedHashMap<>();
  private final Set<String> unknown = new TreeSet<>();

  /** For values of these types in variables of these names. */
  Context(List<TensorType> types, List<String> variables) {
    this.types = types;
    this.variables = variables;
  }

  TensorType type(int value) {
    return types.get(value);
  }

  /** The variable that holds the elements of a value. */
  String variable(int value) {
    return variables.get(value);
  }

  /** That a step calls a helper for this element type. */
  void call(Helper helper, DType dtype) {
    helper.called().forEach(called -> call(called, dtype));
    helpers.computeIfAbsent(helper, h -> EnumSet.noneOf(DType.class))
        .add(helper.isTyped() ? dtype : DType.FLOAT64);
  }

  /** The text of all helpers that are called. */
  List<String> helpers() {
    var texts = new ArrayList<String>();
    helpers.forEach((helper, dtypes) -> dtypes.forEach(dtype -> texts.add(helper.text(dtype))));
    return texts;
  }

  /** That nobody knows how to write something. */
  void unknown(String what) {
    unknown.add(what);
  }

  /** All that nobody knows how to write. */
  Set<String> unknown() {
    return unknown;
  }
}
