"""The weights of a BERT to an ONNX graph of onnxruntime's fused operators, and the tensors it refers to; it runs nothing.

    ids (rows, tokens) -> embeddings -> layers x (attention, feed-forward) -> states (rows, tokens, width) or logits

Written out instead of traced by torch.onnx: it takes half a second and no torch, so there is nothing to keep on disk, and
no padding mask, since rows of one length are run together.

Source: Devlin et al. 2019, BERT, section 3; the operators are onnxruntime's docs/ContribOperators.md.
"""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ecqa.encoder.weights import Bert, Tensors

if TYPE_CHECKING:
    from onnx import NodeProto, TensorProto

OUTPUT = "out"
FUSED = "com.microsoft"
"""onnxruntime's own operators."""
_OPSET, _FUSED_OPSET, _IR = 17, 1, 8


def graph_of(bert: Bert) -> tuple[bytes, Tensors]:
    """An ONNX model whose weights are left out, and those weights by name.

    Args:
        bert: With `classifier.weight` the output is logits, without it the states of the last layer.

    Returns:
        The model: input `ids`, int64 (rows, tokens); output `out`, float32 (rows, tokens, width); and the tensors, float32 but for
        the table of words, which keeps the precision it is stored in and is widened where it is looked up.

    Raises:
        KeyError: A weight is missing.
    """
    from onnx import TensorProto, helper  # noqa: PLC0415 - only a model needs it

    graph = _Graph(bert)
    last = graph.embeddings()
    for layer in range(bert.layers):
        last = graph.layer(layer, last)
    if "classifier.weight" in bert.tensors:
        last = graph.linear("classifier", last)
    graph.node("Identity", [last], OUTPUT)
    inputs = [helper.make_tensor_value_info("ids", TensorProto.INT64, ["rows", "tokens"])]
    outputs = [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, ["rows", "tokens", "width"])]
    whole = helper.make_graph(graph.nodes, "bert", inputs, outputs, [_left_out(name, tensor) for name, tensor in graph.tensors.items()])
    opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(FUSED, _FUSED_OPSET)]
    return helper.make_model(whole, opset_imports=opsets, ir_version=_IR).SerializeToString(), graph.tensors


class _Graph:
    """Nodes and tensors so far; a method adds some and returns the name of what they give."""

    def __init__(self, bert: Bert) -> None:
        self._bert = bert
        self.nodes: list[NodeProto] = []
        self.tensors: Tensors = {}

    def node(self, operator: str, inputs: list[str], output: str, domain: str = "", **attributes: Any) -> str:
        from onnx import helper  # noqa: PLC0415 - only a model needs it

        self.nodes.append(helper.make_node(operator, inputs, [output], domain=domain, **attributes))
        return output

    def embeddings(self) -> str:
        """Word, position and the first type, summed and normalised."""
        from onnx import TensorProto  # noqa: PLC0415 - only a model needs it

        place = "embeddings.{}_embeddings.weight".format
        self.tensors["words"] = np.ascontiguousarray(self._bert.tensors[place("word")])
        self.tensors["places"] = self._weight(place("position")) + self._weight(place("token_type"))[0]
        found = self.node("Cast", [self.node("Gather", ["words", "ids"], "found")], "wide", to=TensorProto.FLOAT)
        first, tokens = self.node("Constant", [], "first", value_ints=[0]), self.node("Shape", ["ids"], "length", start=1)
        places = self.node("Slice", ["places", first, tokens], "placed")
        return self._normalised("embeddings.LayerNorm", [self.node("Add", [found, places], "embedded")], "layer-in")

    def layer(self, number: int, given: str) -> str:
        """Attention over the row, then the feed-forward part, each added to what it was given and normalised."""
        at = f"encoder.layer.{number}."
        parts = [f"{at}attention.self.{name}" for name in ("query", "key", "value")]
        projected = [self._product(part, given) for part in parts]
        bias = f"{at}attention.bias"
        self.tensors[bias] = np.concatenate([self._weight(f"{part}.bias") for part in parts])
        heads = self._bert.heads
        attended = self.node("MultiHeadAttention", [*projected, bias], f"{at}attended", FUSED, num_heads=heads)
        said = f"{at}attention.output"
        kept = self._normalised(f"{said}.LayerNorm", [self._product(f"{said}.dense", attended), given], f"{said}.kept", f"{said}.dense")
        inner = self._product(f"{at}intermediate.dense", kept)
        bent = self.node("BiasGelu", [inner, self._bias(f"{at}intermediate.dense")], f"{at}bent", FUSED)
        outer = self._product(f"{at}output.dense", bent)
        return self._normalised(f"{at}output.LayerNorm", [outer, kept], f"{at}out", f"{at}output.dense")

    def linear(self, name: str, given: str) -> str:
        """Weight and bias."""
        return self.node("Add", [self._product(name, given), self._bias(name)], f"{name}.given")

    def _product(self, name: str, given: str) -> str:
        weight = f"{name}.weight"
        self.tensors[weight] = np.ascontiguousarray(self._weight(weight).T)
        return self.node("MatMul", [given, weight], f"{name}.product")

    def _bias(self, name: str) -> str:
        self.tensors[f"{name}.bias"] = self._weight(f"{name}.bias")
        return f"{name}.bias"

    def _normalised(self, name: str, given: list[str], output: str, biased: str | None = None) -> str:
        """Layer normalisation of one input, or of the sum of two and a bias."""
        for part in ("weight", "bias"):
            self.tensors[f"{name}.{part}"] = self._weight(f"{name}.{part}")
        scale = [f"{name}.weight", f"{name}.bias"]
        if biased is None:
            return self.node("LayerNormalization", [*given, *scale], output, epsilon=self._bert.epsilon)
        return self.node("SkipLayerNormalization", [*given, *scale, self._bias(biased)], output, FUSED, epsilon=self._bert.epsilon)

    def _weight(self, name: str) -> NDArray[np.float32]:
        return self._bert.tensors[name].astype(np.float32)


def _left_out(name: str, tensor: NDArray[Any]) -> "TensorProto":
    """A tensor's type and shape; its values are handed to the session beside the model."""
    from onnx import TensorProto, helper  # noqa: PLC0415 - only a model needs it

    kind = helper.np_dtype_to_tensor_dtype(tensor.dtype)
    described = TensorProto(name=name, data_type=kind, dims=tensor.shape, data_location=TensorProto.EXTERNAL)
    described.external_data.add(key="location", value="memory")
    return described
