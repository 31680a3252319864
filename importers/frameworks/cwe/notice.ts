/** What CWE's terms of use ask to be repeated with every copy. https://cwe.mitre.org/about/termsofuse.html */
export const CWE_NOTICE =
  'Copyright (c) The MITRE Corporation. CWE is a trademark of The MITRE Corporation. ' +
  'CWE(TM) is free to use by any organization or individual for any research, development, and/or commercial ' +
  'purposes, per these CWE Terms of Use. Accordingly, The MITRE Corporation hereby grants you a non-exclusive, ' +
  'royalty-free license to use CWE for research, development, and commercial purposes. Any copy you make for such ' +
  "purposes is authorized on the condition that you reproduce MITRE's copyright designation and this license in any " +
  'such copy.';
