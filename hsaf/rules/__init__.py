"""The rule language: benefit policies as data, type-checked and compiled to Python once.

``docs/explanation/policy-language.md`` has the grammar and how to write a policy.
"""

from hsaf.rules.checking import complaints, complaints_of_rule
from hsaf.rules.document import PolicyDocument, SceneSpec, as_text, load_yaml, read_document
from hsaf.rules.errors import ParameterMissing, RuleError
from hsaf.rules.parameters import DIMENSIONS, Scene
from hsaf.rules.policy import Policy, compile_policy
from hsaf.rules.runtime import Run
from hsaf.rules.types import Type
from hsaf.rules.vocabulary import Accumulator, Element, Vocabulary

__all__ = [
    "DIMENSIONS",
    "Accumulator",
    "Element",
    "ParameterMissing",
    "Policy",
    "PolicyDocument",
    "RuleError",
    "Run",
    "Scene",
    "SceneSpec",
    "Type",
    "Vocabulary",
    "as_text",
    "compile_policy",
    "complaints",
    "complaints_of_rule",
    "load_yaml",
    "read_document",
]
