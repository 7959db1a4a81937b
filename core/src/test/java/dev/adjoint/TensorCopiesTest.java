package dev.adjoint;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import dev.adjoint.array.NdArray;
import org.ejml.data.FMatrixRMaj;
import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Nobody outside holds the storage of a tensor: whatever array it is made of or read into is a copy, of every element type and rank. */
class TensorCopiesTest {
  /** Zeros of an array type, as long as 2 along every axis. */
  private static Object zeros(Class<?> type) {
    var array = Array.newInstance(type.getComponentType(), 2);
    if (type.getComponentType().isArray()) {
      Array.set(array, 0, zeros(type.getComponentType()));
      Array.set(array, 1, zeros(type.getComponentType()));
    }
    return array;
  }

  private static void changeFirst(Object array) {
    switch (array) {
      case double[] d -> d[0] = 9;
      case float[] f -> f[0] = 9;
      case int[] n -> n[0] = 9;
      case boolean[] b -> b[0] = true;
      case Object[] rows -> changeFirst(rows[0]);
      default -> throw new AssertionError(array);
    }
  }

  private static boolean takesElements(Method method) {
    var parameters = method.getParameterTypes();
    return Modifier.isStatic(method.getModifiers()) && Set.of("of", "variable").contains(method.getName())
        && parameters[parameters.length - 1].isArray();
  }

  @Test
  void elementsAreCopiedIn() throws ReflectiveOperationException {
    var methods = Arrays.stream(Tensor.class.getMethods()).filter(TensorCopiesTest::takesElements).toList();
    for (var method : methods) {
      var parameters = method.getParameterTypes();
      var array = zeros(parameters[parameters.length - 1]);
      var x = (Tensor) (parameters.length == 1
          ? method.invoke(null, array)
          : method.invoke(null, Shape.of(1, 2), array));
      changeFirst(array);
      assertEquals(Tensor.zeros(x.type()).value(), x.value(), method::toString);
    }
    assertEquals(17, methods.size(), methods::toString);
    var floats = new FMatrixRMaj(1, 2);
    var matrices = List.of(Ejml.tensor(floats), Ejml.tensor(SimpleMatrix.wrap(floats)));
    floats.data[0] = 9;
    matrices.forEach(x -> assertEquals(Tensor.zeros(x.type()).value(), x.value()));
  }

  @Test
  void elementsAreCopiedOut() throws ReflectiveOperationException {
    int read = 0;
    for (var dtype : DType.values()) {
      for (var shape : List.of(Shape.of(1), Shape.of(1, 1), Shape.of(1, 1, 1))) {
        var x = Tensor.of(NdArray.allocate(new TensorType(dtype, shape)));
        for (var method : Tensor.class.getMethods()) {
          if (method.getName().startsWith("to") && reads(method, x)) {
            changeFirst(method.invoke(x));
            read++;
          }
        }
        Class<?> nested = x.value().storage().getClass();
        for (int axis = 1; axis < shape.rank(); axis++) {
          nested = nested.arrayType();
        }
        changeFirst(x.toArray(nested));
        assertEquals(Tensor.zeros(x.type()).value(), x.value(), () -> x.type().toString());
      }
    }
    assertEquals(4 * 3, read, "toDoubles and its sisters");
    var floats = Tensor.zeros(DType.FLOAT32.tensor(1, 2)).copy();
    floats.toFloats()[0] = 9;
    floats.toFMatrixRMaj().data[0] = 9;
    floats.toSimpleMatrix().set(0, 9);
    assertEquals(Tensor.zeros(floats.type()).value(), floats.value());
  }

  private static boolean reads(Method method, Tensor x) throws ReflectiveOperationException {
    if (!method.getReturnType().isArray() || method.getParameterCount() > 0) {
      return false;
    }
    try {
      return Array.getLength(method.invoke(x)) > 0;
    } catch (InvocationTargetException e) {
      return false; // of another element type
    }
  }
}
